#include "cities/figure.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace nrmm::cities {
namespace {

constexpr std::string_view kFolder = "figures/", kEnding = ".svg";
constexpr std::size_t kMostBytes = 64 * 1024;
constexpr std::size_t kMostDepth = 50;
constexpr std::string_view kNamespace = "http://www.w3.org/2000/svg";

// What draws. Whatever runs, loads, repeats or styles is not among them.
constexpr std::array<std::string_view, 19> kElements = {
    "circle", "clipPath", "defs",     "desc",           "ellipse",        "g",    "line", "marker", "path",
    "rect",   "polygon",  "polyline", "linearGradient", "radialGradient", "stop", "svg",  "text",   "title",
    "tspan"};
constexpr std::string_view kAttributes =
    " aria-label clip-path clip-rule cx cy d dominant-baseline dx dy fill fill-opacity fill-rule font-family"
    " font-size font-style font-weight gradientTransform gradientUnits height id letter-spacing marker-end"
    " marker-mid marker-start markerHeight markerUnits markerWidth offset opacity orient points"
    " preserveAspectRatio r refX refY role rotate rx ry stop-color stop-opacity stroke stroke-dasharray"
    " stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor textLength"
    " transform version viewBox width x x1 x2 xml:space xmlns y y1 y2 ";

struct NotWellFormed : std::runtime_error {
  using std::runtime_error::runtime_error;
};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':' ||
         c == '_' || c == '.';
}

// A reader of the part of XML that drawings need: elements, attributes, comments, the five entities.
class Drawing {
 public:
  explicit Drawing(std::string_view text) : text_(text) {}

  std::vector<FigureFault> faults() {
    try {
      skip("\xEF\xBB\xBF");
      if (starts("<?xml ")) skip_to("?>");
      between();
      require(starts("<svg"), "the first element is not <svg>");
      element();
      while (!open_.empty()) content();
      between();
      require(at_ == text_.size(), "something follows </svg>");
    } catch (const NotWellFormed& wrong) {
      fault(wrong.what());
    }
    return std::move(faults_);
  }

 private:
  void require(bool holds, const std::string& otherwise) const {
    if (!holds) throw NotWellFormed(otherwise);
  }
  void fault(const std::string& message) {
    const auto lines = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
    faults_.push_back({static_cast<int>(lines) + 1, message});
  }

  bool starts(std::string_view with) const { return text_.substr(at_).starts_with(with); }
  bool skip(std::string_view what) {
    if (!starts(what)) return false;
    at_ += what.size();
    return true;
  }
  void skip_to(std::string_view end) {
    const auto found = text_.find(end, at_);
    require(found != std::string_view::npos, "`" + std::string(end) + "` is missing");
    at_ = found + end.size();
  }
  bool spaces() {
    const std::size_t before = at_;
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    return at_ > before;
  }
  // Space and comments: all that may stand outside the root.
  void between() {
    spaces();
    while (skip("<!--")) {
      skip_to("-->");
      spaces();
    }
  }

  std::string name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
    require(at_ > begin, "a name is missing");
    return std::string(text_.substr(begin, at_ - begin));
  }

  void element() {
    require(skip("<"), "`<` is missing");
    const std::string element = name();
    if (std::find(kElements.begin(), kElements.end(), element) == kElements.end())
      fault("<" + element + "> does not draw, or does more than draw");
    open_.push_back(element);
    require(open_.size() <= kMostDepth, "elements lie more than 50 deep");
    std::vector<std::string> seen;
    while (spaces() && !starts("/") && !starts(">")) attribute(element, seen);
    if (skip("/>")) return open_.pop_back();
    require(skip(">"), "`>` is missing after <" + element);
  }

  void attribute(const std::string& element, std::vector<std::string>& seen) {
    const std::string key = name();
    require(std::find(seen.begin(), seen.end(), key) == seen.end(), "`" + key + "` is stated twice");
    seen.push_back(key);
    spaces();
    require(skip("="), "`=` is missing after " + key);
    spaces();
    const std::string quote(starts("'") ? "'" : "\"");
    require(skip(quote), "the value of " + key + " has no quotes");
    const std::size_t begin = at_;
    for (; at_ < text_.size() && text_[at_] != quote[0]; ++at_) {
      require(text_[at_] != '<', "`<` in the value of " + key);
      if (text_[at_] == '&') entity();
    }
    const std::string value(text_.substr(begin, at_ - begin));
    require(skip(quote), "the value of " + key + " does not end");
    if (kAttributes.find(" " + key + " ") == std::string_view::npos)
      fault("<" + element + "> with `" + key + "`: no attribute of a drawing");
    else if (key == "xmlns" ? value != kNamespace : !harmless(value))
      fault("`" + key + "` points outside the drawing");
  }

  // Nothing but a reference to something in the same file. An entity could spell what is looked for.
  static bool harmless(const std::string& value) {
    if (value.find('\\') != std::string::npos || value.find('&') != std::string::npos) return false;
    if (value.find("//") != std::string::npos || value.find(':') != std::string::npos) return false;
    for (auto at = value.find("url"); at != std::string::npos; at = value.find("url", at + 1))
      if (!value.substr(at).starts_with("url(#")) return false;
    return true;
  }

  void content() {
    require(at_ < text_.size(), "<" + open_.back() + "> does not end");
    if (skip("<!--")) return skip_to("-->");
    if (skip("</")) {
      require(name() == open_.back(), "<" + open_.back() + "> does not end where it should");
      spaces();
      require(skip(">"), "`>` is missing after </" + open_.back());
      return open_.pop_back();
    }
    require(!starts("<!") && !starts("<?"), "a declaration, an instruction or CDATA");
    if (starts("<")) return element();
    if (text_[at_] == '&') entity();
    ++at_;
  }

  void entity() {
    const auto end = text_.substr(at_, 10).find(';');
    require(end != std::string_view::npos, "`&` begins no entity");
    const std::string_view one = text_.substr(at_ + 1, end - 1);
    const bool known = one == "lt" || one == "gt" || one == "amp" || one == "quot" || one == "apos";
    require(known || one.starts_with("#"), "an entity that XML does not have by itself");
    at_ += end;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> open_;
  std::vector<FigureFault> faults_;
};

}  // namespace

bool is_figure_path(std::string_view path) {
  if (!path.starts_with(kFolder) || !path.ends_with(kEnding)) return false;
  path.remove_prefix(kFolder.size());
  if (path.size() <= kEnding.size()) return false;
  path.remove_suffix(kEnding.size());
  return path.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

std::vector<FigureFault> figure_faults(const std::string& svg) {
  if (svg.size() > kMostBytes) return {{1, "larger than 64 KiB"}};
  return Drawing(svg).faults();
}

}  // namespace nrmm::cities
