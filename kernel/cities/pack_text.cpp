#include <charconv>
#include <cmath>

#include "cities/pack.hpp"

namespace nrmm::cities {
namespace {

constexpr int kDeepestWord = 4;  // words may use words; a circle ends here

std::string number_text(double number) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, number);
  return error == std::errc() ? std::string(text, end) : std::string();
}

std::string shown_value(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  if (value.is_number()) return number_text(value.get<double>());
  if (!value.is_array()) return value.is_null() ? "" : dump_json(value);
  std::string joined;
  for (const Json& item : value) joined += (joined.empty() ? "" : "、") + shown_value(item);
  return joined;
}

class Filler {
 public:
  Filler(const Pack& pack, const Json& placeholders) : pack_(pack), placeholders_(placeholders) {}

  std::string fill(std::string_view text, int depth) const {
    std::string out;
    for (std::size_t open; (open = text.find('{')) != std::string_view::npos;) {
      const std::size_t close = text.find('}', open);
      if (close == std::string_view::npos) break;
      out += text.substr(0, open);
      out += value_of(text.substr(open, close - open + 1), depth);
      text.remove_prefix(close + 1);
    }
    return out.append(text);
  }

 private:
  // `written` is the placeholder with its braces.
  std::string value_of(std::string_view written, int depth) const {
    const std::string_view name = written.substr(1, written.size() - 2);
    if (name.starts_with("word.")) {
      const auto word = pack_.messages.find(name);
      const bool known = word != pack_.messages.end() && depth < kDeepestWord;
      return known ? fill(word->second, depth + 1) : std::string(written);
    }
    const auto value = placeholders_.find(std::string(name));
    return value == placeholders_.end() ? std::string(written) : shown_value(*value);
  }

  const Pack& pack_;
  const Json& placeholders_;
};

}  // namespace

std::string Pack::fill(std::string_view text, const Json& placeholders) const {
  return Filler(*this, placeholders).fill(text, 0);
}

std::string Pack::text(std::string_view key, const Json& placeholders) const {
  const auto found = messages.find(key);
  return found == messages.end() ? std::string(key) : fill(found->second, placeholders);
}

}  // namespace nrmm::cities
