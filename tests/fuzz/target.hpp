#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/problem.hpp"

// A target: what is done with one input. The fuzzer finds inputs that end the program; `require` makes a
// broken property such an end, and so does every exception that the target does not expect.
namespace nrmm::fuzz {

void run(std::string_view input);  // each target's own

inline void require(bool holds, const char* what, const std::string& of = "") {
  if (holds) return;
  std::fprintf(stderr, "property broken: %s %s\n", what, of.c_str());
  std::abort();
}

// A refusal as clients may see it: a status of theirs, a code in the house form.
inline void require_refusal(const Problem& problem) {
  require(problem.status >= 400 && problem.status < 500, "a refusal is the client's");
  require(problem.code.find('.') != std::string::npos, "a refusal has a code");
}

}  // namespace nrmm::fuzz
