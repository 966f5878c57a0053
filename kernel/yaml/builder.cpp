#include "yaml/builder.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "yaml/parse.hpp"

namespace nrmm::yaml {
namespace {

std::size_t from_zero(int value) { return static_cast<std::size_t>(std::max(value, 0)); }

constexpr std::size_t kMaxRefusals = 20;  // per file: after that the rest is noise

Source place(const Places& places, const YAML::Mark& mark) {
  return places.at(from_zero(mark.line), from_zero(mark.column));
}

}  // namespace

void Builder::refuse(const Source& source, std::string what, std::string hint) {
  diagnostics_.error(source, "P000", std::move(what), std::move(hint));
  if (++refused_ >= kMaxRefusals) throw Stopped();
}

void Builder::OnDocumentStart(const YAML::Mark& mark) {
  if (++documents_ == 1) return;
  refuse(place(places_, mark), "a second document", "one document per file");
  throw Stopped();
}

// An anchor or tag stands before the value, and the mark is where it begins.
void Builder::check_properties(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
  const Source source = place(places_, mark);
  const char first = places_.byte(from_zero(mark.line), from_zero(mark.column));
  if (anchor != 0) refuse(source, "anchors are not taken", "write the value out");
  if (first == '!' || (!tag.empty() && tag != "?" && tag != "!")) {
    refuse(source, "tags are not taken", "quote the value if it is a text");
  }
}

// In other readers of YAML these are flags; here they would be texts. Neither is what the author means.
void Builder::check_word(const Source& source, const std::string& value) {
  static constexpr std::array<std::string_view, 6> kAmbiguous{"YES", "NO", "ON", "OFF", "Y", "N"};
  if (value.size() > 3) return;
  const std::string upper = ascii_upper(value);
  if (std::find(kAmbiguous.begin(), kAmbiguous.end(), upper) == kAmbiguous.end()) return;
  refuse(source, "plain `" + value + "` may be a flag or a text",
         "write true or false, or quote it: \"" + value + "\"");
}

// What may not stand in the file may not come in by an escape either: the database holds no NUL.
void Builder::check_escapes(const Source& source, const std::string& value) {
  const auto hidden = [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F;
  };
  if (std::any_of(value.begin(), value.end(), hidden))
    refuse(source, "control character in a text", "remove it");
}

void Builder::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  if (anchor != 0) check_properties(mark, "", anchor);
  Node node;
  node.source = place(places_, mark);
  put(std::move(node));
}

void Builder::OnAlias(const YAML::Mark& mark, YAML::anchor_t) {
  refuse(place(places_, mark), "aliases are not taken", "write the value out");
  Node node;
  node.source = place(places_, mark);
  put(std::move(node));
}

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       const std::string& value) {
  check_properties(mark, tag, anchor);
  Node node;
  node.kind = Node::Kind::scalar;
  node.source = place(places_, mark);
  node.text = value;
  node.quoted = tag == "!";
  if (!node.quoted) check_word(node.source, value);
  check_escapes(node.source, value);
  if (!places_.quote_closed(from_zero(mark.line), from_zero(mark.column))) {
    refuse(node.source, "the quote that begins here does not end");
    throw Stopped();
  }
  put(std::move(node));
}

void Builder::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                              YAML::EmitterStyle::value) {
  check_properties(mark, tag, anchor);
  open(Node::Kind::sequence, mark);
}

void Builder::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) {
  check_properties(mark, tag, anchor);
  open(Node::Kind::mapping, mark);
}

void Builder::open(Node::Kind kind, const YAML::Mark& mark) {
  Frame frame;
  frame.node.kind = kind;
  frame.node.source = place(places_, mark);
  if (frames_.size() >= kMaxDepth) {
    refuse(frame.node.source, "nested more than " + std::to_string(kMaxDepth) + " deep");
    throw Stopped();
  }
  frames_.push_back(std::move(frame));
}

void Builder::close() {
  Node node = std::move(frames_.back().node);
  frames_.pop_back();
  put(std::move(node));
}

void Builder::put(Node node) {
  if (++nodes_ > kMaxNodes) {
    refuse(node.source, "more than " + std::to_string(kMaxNodes) + " values");
    throw Stopped();
  }
  if (frames_.empty()) {
    root = std::move(node);
    return;
  }
  Frame& frame = frames_.back();
  if (frame.node.is_sequence()) {
    frame.node.items.push_back(std::move(node));
  } else if (!frame.key_pending) {
    put_key(frame, std::move(node));
  } else {
    frame.key_pending = false;
    if (!std::exchange(frame.drop_value, false)) frame.node.entries.back().value = std::move(node);
  }
}

void Builder::put_key(Frame& frame, Node node) {
  frame.key_pending = true;
  frame.drop_value = true;
  if (!node.is_scalar()) return refuse(node.source, "a key must be a text");
  if (node.is_plain("<<")) return refuse(node.source, "merge keys are not taken", "write the values out");
  frame.drop_value = false;
  frame.node.entries.push_back({std::move(node.text), std::move(node.source), node.quoted, {}});
}

}  // namespace nrmm::yaml
