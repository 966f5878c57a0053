#pragma once

#include <string>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include "yaml/characters.hpp"
#include "yaml/node.hpp"

namespace nrmm::yaml {

// Thrown to stop the parser at once, where going on could cost time or memory. Already reported.
struct Stopped {};

// Builds our tree from the parser's events and refuses what the tree must not hold. Aliases are never
// followed, and depth and size are known before anything is stored.
class Builder : public YAML::EventHandler {
 public:
  Builder(const Places& places, Diagnostics& diagnostics) : places_(places), diagnostics_(diagnostics) {}

  Node root;

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { close(); }

 private:
  struct Frame {
    Node node;
    bool key_pending = false;  // a mapping whose key has come and whose value has not
    bool drop_value = false;   // the key was refused: its value is read and forgotten
  };

  void refuse(const Source& source, std::string what, std::string hint = {});
  void check_properties(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor);
  void check_word(const Source& source, const std::string& value);
  void check_escapes(const Source& source, const std::string& value);
  void open(Node::Kind kind, const YAML::Mark& mark);
  void close();
  void put(Node node);
  void put_key(Frame& frame, Node node);

  const Places& places_;
  Diagnostics& diagnostics_;
  std::vector<Frame> frames_;
  std::size_t nodes_ = 0;
  std::size_t refused_ = 0;
  std::size_t documents_ = 0;
};

}  // namespace nrmm::yaml
