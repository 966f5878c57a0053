#include <algorithm>
#include <cctype>
#include <string_view>

#include "laboratory/mutants.hpp"

namespace nrmm::laboratory {
namespace {

bool part_of_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

// What a word or sign of a rule can be mistaken for.
struct Slip {
  std::string_view is, instead;
  const char* kind;
};
constexpr Slip kSlips[] = {
    {"==", "~=", "comparison changed"},    {"~=", "==", "comparison changed"},
    {"<=", "<", "comparison changed"},     {">=", ">", "comparison changed"},
    {"<", "<=", "comparison changed"},     {">", ">=", "comparison changed"},
    {"and", "or", "logic changed"},        {"or", "and", "logic changed"},
    {"not", "", "logic changed"},          {"true", "false", "constant changed"},
    {"false", "true", "constant changed"}, {"return", "return nil and", "logic changed"},
};

// Goes through a rule file word by word; texts and comments are one each.
class LuaWalk {
 public:
  LuaWalk(const std::string& path, const std::string& shown, const std::string& text,
          std::vector<Mutant>& out)
      : path_(path), shown_(shown), text_(text), out_(out) {}

  void run() {
    while (at_ < text_.size()) step();
  }

 private:
  void step() {
    const char c = text_[at_];
    if (text_.compare(at_, 4, "--[[") == 0 || text_.compare(at_, 2, "[[") == 0)
      return skip(text_.find("]]", at_));
    if (text_.compare(at_, 2, "--") == 0) return skip(text_.find('\n', at_));
    if (c == '"' || c == '\'') return quoted(c);
    if (part_of_word(c)) return word();
    for (const Slip& slip : kSlips)
      if (!part_of_word(slip.is[0]) && text_.compare(at_, slip.is.size(), slip.is) == 0) return sign(slip);
    ++at_;
  }

  void skip(std::size_t to) { at_ = to == std::string::npos ? text_.size() : to; }

  void sign(const Slip& slip) {
    mutant(slip.kind, slip.is.size(), std::string(slip.instead));
    at_ += slip.is.size();
  }

  void quoted(char quote) {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2 : 1;
    if (end >= text_.size()) return skip(std::string::npos);
    const std::string written = text_.substr(at_, end - at_);
    mutant("constant changed", written.size() + 1, written + "x" + quote);
    at_ = end + 1;
  }

  void word() {
    std::size_t end = at_;
    while (end < text_.size() && part_of_word(text_[end])) ++end;
    const std::string is = text_.substr(at_, end - at_);
    for (const Slip& slip : kSlips)
      if (slip.is == is && !returns_module(end)) mutant(slip.kind, is.size(), std::string(slip.instead));
    if (std::isdigit(static_cast<unsigned char>(is[0])))
      mutant("number changed", is.size(), std::to_string(std::stoll(is) + 1));
    if (after_dot()) mutant("unknown name", is.size(), is + "x");
    at_ = end;
  }

  // `return M` at the end of the file is no rule's.
  bool returns_module(std::size_t end) const { return text_.compare(end, 2, " M") == 0; }
  bool after_dot() const { return at_ > 0 && text_[at_ - 1] == '.' && (at_ < 2 || text_[at_ - 2] != '.'); }

  void mutant(const char* kind, std::size_t length, const std::string& with) {
    const std::size_t line_start = text_.rfind('\n', at_) + 1;
    const int line =
        1 + static_cast<int>(std::count(text_.begin(), text_.begin() + static_cast<long>(at_), '\n'));
    const std::string line_text = text_.substr(line_start, text_.find('\n', at_) - line_start);
    std::string changed = text_;
    changed.replace(at_, length, with);
    out_.push_back({kind,
                    path_,
                    {shown_, line, static_cast<int>(at_ - line_start) + 1},
                    path_,
                    "`" + text_.substr(at_, length) + "` became `" + with + "` in `" + line_text + "`",
                    [changed] { return changed; }});
  }

  const std::string& path_;
  const std::string& shown_;
  const std::string& text_;
  std::vector<Mutant>& out_;
  std::size_t at_ = 0;
};

}  // namespace

void lua_mutants(const std::string& path, const std::string& shown, const std::string& text,
                 std::vector<Mutant>& out) {
  LuaWalk(path, shown, text, out).run();
}

}  // namespace nrmm::laboratory
