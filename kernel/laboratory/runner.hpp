#pragma once

#include <string>
#include <vector>

#include "cities/pack.hpp"
#include "laboratory/pack_test.hpp"
#include "laboratory/stated.hpp"

namespace nrmm::laboratory {

struct TestResult {
  std::string name;
  Source source;
  std::vector<std::string> faults;  // what differed, with the row's number and the date; empty: passed
  bool ran = true;                  // false: nothing here can run this kind yet
};

// Runs the tests through the kernel's real code without a database. A test without a date runs today, on the
// next 1 January and on every day on which a value of the pack changes, as far as the pack is in force then.
std::vector<TestResult> run_tests(const cities::Pack& pack, const Stated& stated,
                                  const std::vector<PackTest>& tests, Date today);

// The kinds of test; each adds what differs to `faults`.
struct Trial {
  const cities::Pack& pack;
  const Stated& stated;
  const PackTest& test;
  const Json& given;
  const Json& expect;
  Date date;
  std::vector<std::string>& faults;

  void same(const std::string& what, const Json& expected, const Json& found) const;
};
void try_form(const Trial& trial);
void try_pack(const Trial& trial);
void try_story(const Trial& trial);
void try_gate(const Trial& trial);

}  // namespace nrmm::laboratory
