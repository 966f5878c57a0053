#include "base/json.hpp"

#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

namespace nrmm {
namespace {

constexpr std::size_t kMaxDepth = 32;
constexpr std::int64_t kMaxInteger = std::int64_t{1} << 53;

// Builds the value from the parser's events, refusing what the default builder would take silently.
class StrictBuilder : public nlohmann::json_sax<Json> {
 public:
  Json root;

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override {
    if (value < -kMaxInteger) fail(JsonError::Kind::number, "integer out of range");
    return put(value);
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(kMaxInteger))
      fail(JsonError::Kind::number, "integer out of range");
    return put(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t value, const string_t& text) override {
    if (!std::isfinite(value)) fail(JsonError::Kind::number, "number out of range");
    if (text.find_first_of(".eE") == std::string::npos) fail(JsonError::Kind::number, "integer out of range");
    return put(value);
  }
  bool string(string_t& value) override {
    if (value.find('\0') != std::string::npos) fail(JsonError::Kind::text, "NUL in a text");
    return put(value);
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }
  bool key(string_t& value) override {
    if (value.find('\0') != std::string::npos) fail(JsonError::Kind::text, "NUL in a key");
    Level& level = levels_.back();
    level.key = value;
    if (level.value->contains(value)) fail(JsonError::Kind::duplicate_key, "key stated twice");
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& error) override {
    throw JsonError(JsonError::Kind::syntax, path(), error.what());
  }

 private:
  struct Level {
    Json* value;
    std::string key;
  };

  Json& place(Json value) {
    if (levels_.empty()) return root = std::move(value);
    Level& level = levels_.back();
    if (level.value->is_array()) return level.value->emplace_back(std::move(value));
    return (*level.value)[level.key] = std::move(value);
  }
  bool put(Json value) {
    place(std::move(value));
    return true;
  }
  bool open(Json value) {
    if (levels_.size() >= kMaxDepth) fail(JsonError::Kind::depth, "nested too deeply");
    levels_.push_back({&place(std::move(value)), {}});
    return true;
  }
  bool close() {
    levels_.pop_back();
    return true;
  }
  std::string path() const {
    std::string out;
    for (const Level& level : levels_) {
      if (level.value->is_array() || level.key.empty()) continue;
      out += (out.empty() ? "" : ".") + level.key;
    }
    return out;
  }
  [[noreturn]] void fail(JsonError::Kind kind, const char* what) const {
    throw JsonError(kind, path(), what);
  }

  std::vector<Level> levels_;
};

}  // namespace

Json parse_json(std::string_view text) {
  // The library skips a byte order mark; a client that sends one has not read the contract.
  if (text.starts_with("\xEF\xBB\xBF")) throw JsonError(JsonError::Kind::syntax, "", "byte order mark");
  StrictBuilder builder;
  Json::sax_parse(text.begin(), text.end(), &builder);
  return std::move(builder.root);
}

std::string dump_json(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace nrmm
