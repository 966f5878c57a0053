#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nrmm::cities {

// A drawing that helps to fill a field, as a pack's folder has it. Immutable with its pack.
struct Figure {
  std::string svg;
  std::string digest;  // first 12 hex digits of its SHA-256: what a client may keep it under
};

// "figures/label.svg": what `figure` of a field's help names, and where the city serves it. One folder, names
// of lower-case letters, digits and _.
bool is_figure_path(std::string_view path);

struct FigureFault {
  int line;
  std::string message;
};

// What keeps a text from being a small, well-formed SVG that draws and does nothing else: scripts, styles,
// links, entities, embedded files, more than 64 KiB. Elements and attributes are those of a list; empty: it
// is one. Stops at the first fault of form.
std::vector<FigureFault> figure_faults(const std::string& svg);

}  // namespace nrmm::cities
