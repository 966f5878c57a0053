#include <fstream>
#include <iostream>
#include <stdexcept>

#include "app/pack_verbs.hpp"
#include "laboratory/reference.hpp"

namespace nrmm::app {

// For those who work on the language: run in the checkout, it writes the two pages of docs/pack-author anew.
int pack_verbs::reference(const config::Settings&, Arguments& arguments) {
  const std::filesystem::path out = arguments.option_or("out", "docs/pack-author");
  const std::filesystem::path tests = arguments.option_or("tests", "tests");
  arguments.finish();
  const auto write = [&](const char* name, const std::string& text) {
    std::ofstream stream(out / name, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) throw std::runtime_error((out / name).string() + " cannot be written");
    std::cout << (out / name).string() << "\n";
  };
  write("reference.md", laboratory::reference_page());
  write("diagnostics.md", laboratory::diagnostics_page(tests));
  return 0;
}

}  // namespace nrmm::app
