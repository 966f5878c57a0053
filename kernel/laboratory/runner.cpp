#include "laboratory/runner.hpp"

#include <exception>
#include <set>

namespace nrmm::laboratory {
namespace {

using Kind = PackTest::Kind;

std::set<Date> dates_of(const cities::Pack& pack, const PackTest& test, Date today) {
  if (test.date) return {*test.date};
  const auto year = std::chrono::year_month_day(today.days()).year();
  std::set<Date> dates = {today, Date(std::chrono::sys_days((year + std::chrono::years(1)) / 1 / 1)),
                          pack.from};
  for (const auto& [name, policy] : pack.policies) {
    for (const auto& [from, value] : policy.dated) dates.insert(from);
  }
  std::erase_if(dates, [&](Date date) { return !pack.effective(date); });
  return dates;
}

void try_one(const Trial& trial) {
  switch (trial.test.kind) {
    case Kind::form:
      return try_form(trial);
    case Kind::pack:
      return try_pack(trial);
    case Kind::workflow:
      return try_story(trial);
    case Kind::gate:
      return try_gate(trial);
    case Kind::fence:
      return;
  }
}

void try_all(const cities::Pack& pack, const Stated& stated, const PackTest& test, Date date,
             std::vector<std::string>& faults) {
  const auto attempt = [&](const Json& given, const Json& expect, const std::string& where) {
    std::vector<std::string> found;
    Date on = date;
    if (given.contains("date")) on = Date::parse(given.at("date").get<std::string>()).value_or(date);
    try {
      try_one({pack, stated, test, given, expect, on, found});
    } catch (const std::exception& error) {  // the form does not ask what is given, as a client would be told
      found.push_back(error.what());
    }
    for (const std::string& fault : found) faults.push_back(where + on.iso() + ": " + fault);
  };
  if (!test.expect.empty() || !test.story.empty()) attempt(test.given, test.expect, "");
  for (std::size_t i = 0; i < test.rows.size(); ++i) {
    attempt(laid_over(test.given, test.rows[i].first), test.rows[i].second,
            "row " + std::to_string(i + 1) + ", ");
  }
}

}  // namespace

void Trial::same(const std::string& what, const Json& expected, const Json& found) const {
  if (expected == found) return;
  faults.push_back(what + ": expected " + dump_json(expected) + ", found " + dump_json(found));
}

std::vector<TestResult> run_tests(const cities::Pack& pack, const Stated& stated,
                                  const std::vector<PackTest>& tests, Date today) {
  std::vector<TestResult> results;
  for (const PackTest& test : tests) {
    TestResult result{test.name, test.source, {}, test.kind != Kind::fence};
    for (const Date date : dates_of(pack, test, today)) try_all(pack, stated, test, date, result.faults);
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace nrmm::laboratory
