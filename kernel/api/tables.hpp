#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "api/json.hpp"

namespace nrmm::api {

// A bound parameter: null, or its text form.
class Value {
 public:
  Value(std::nullptr_t) {}
  Value(std::nullopt_t) {}
  Value(const char* text) : text_(text) {}
  Value(std::string text) : text_(std::move(text)) {}
  Value(std::optional<std::string> text) : text_(std::move(text)) {}
  Value(bool flag) : text_(flag ? "true" : "false") {}
  template <class Integer,
            std::enable_if_t<std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>, int> = 0>
  Value(Integer number) : text_(std::to_string(number)) {}
  Value(const Json& json) : text_(text_of(json)) {}  // jsonb

  const std::optional<std::string>& text() const { return text_; }

 private:
  std::optional<std::string> text_;
};

// One row, {column: value}: numbers, flags, texts, JSON; times and days are texts. A column that is not there
// reads as null.
class Row {
 public:
  explicit Row(const Json& values) : values_(values) {}

  Json json(std::string_view column) const {
    const auto found = values_.find(column);
    return found == values_.end() ? Json() : *found;
  }
  std::optional<std::string> maybe(std::string_view column) const {
    const Json value = json(column);
    if (value.is_null()) return std::nullopt;
    return value.is_string() ? value.get<std::string>() : text_of(value);
  }
  std::string text(std::string_view column) const { return maybe(column).value_or(""); }
  std::int64_t integer(std::string_view column) const {
    const Json value = json(column);
    return value.is_number() ? value.get<std::int64_t>() : 0;
  }
  bool flag(std::string_view column) const { return json(column) == true; }

 private:
  const Json& values_;
};

struct Rows {
  std::vector<Json> values;
  std::int64_t affected = 0;  // by an insert, update or delete

  std::size_t size() const { return values.size(); }
  Row operator[](std::size_t index) const { return Row(values[index]); }
};

// The plugin's own tables, those of its migrations, in the city of the call and in its transaction. One
// select, insert, update or delete a call, with $1 … for the values; of the kernel only public.nrmm_now(),
// nrmm_today(), nrmm_time() and nrmm_city() may be named. Throws std::exception: what is refused, and what
// PostgreSQL refuses; after the latter nothing of the transaction remains. Good until the call returns.
class Tables {
 public:
  virtual ~Tables() = default;
  virtual Rows run(std::string_view sql, const std::vector<Value>& values = {}) = 0;
};

}  // namespace nrmm::api
