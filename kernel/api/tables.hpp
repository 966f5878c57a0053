#pragma once

#include <cstdint>
#include <cstdlib>
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

// One row, by the names of its columns; an unknown name reads as null.
class Row {
 public:
  Row(const std::vector<std::string>* columns, const std::vector<std::optional<std::string>>* values)
      : columns_(columns), values_(values) {}

  std::optional<std::string> maybe(std::string_view column) const {
    for (std::size_t i = 0; i < columns_->size(); ++i)
      if ((*columns_)[i] == column) return (*values_)[i];
    return std::nullopt;
  }
  std::string text(std::string_view column) const { return maybe(column).value_or(""); }
  std::int64_t integer(std::string_view column) const {
    return std::strtoll(text(column).c_str(), nullptr, 10);
  }
  bool flag(std::string_view column) const { return text(column) == "t"; }
  Json json(std::string_view column) const {
    const auto text = maybe(column);
    return text ? Json::parse(*text) : Json();
  }

 private:
  const std::vector<std::string>* columns_;
  const std::vector<std::optional<std::string>>* values_;
};

struct Rows {
  std::vector<std::string> columns;
  std::vector<std::vector<std::optional<std::string>>> values;
  std::int64_t affected = 0;  // by an insert, update or delete

  std::size_t size() const { return values.size(); }
  Row operator[](std::size_t index) const { return {&columns, &values[index]}; }
};

// The plugin's own tables, those of its migrations, in the city of the call and in its transaction. One
// select, insert, update or delete a call, with $1 … for the values; of the kernel only functions that begin
// with `public.nrmm_` may be named. Throws std::exception: what is refused, and what PostgreSQL refuses; then
// nothing of the transaction remains. Good until the call returns.
class Tables {
 public:
  virtual ~Tables() = default;
  virtual Rows run(std::string_view sql, const std::vector<Value>& values = {}) = 0;
};

}  // namespace nrmm::api
