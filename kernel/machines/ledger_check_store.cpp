#include <algorithm>

#include "machines/code.hpp"
#include "machines/ledger_check.hpp"
#include "machines/machine.hpp"

namespace nrmm::machines {
namespace {

using storage::Row;

constexpr const char* kStates = R"(
select state, count(*) as serials from code_ledger where city_id = nrmm_city() group by 1 order by 1)";

// The ledger is all cities': a serial of this one may be another's too.
constexpr const char* kTwice = R"(
select serial, 'the ledger' as place from code_ledger
group by 1 having count(*) > 1 and bool_or(city_id = nrmm_city())
union all select serial, 'the register' from machine where serial is not null group by 1 having count(*) > 1
order by 1)";

// A void serial may have no machine any more.
constexpr const char* kUnlike = R"(
select coalesce(l.serial, m.serial) as serial, l.state as stands, m.id as machine, m.state as machine_state
from (select * from code_ledger where city_id = nrmm_city()) l
  full join (select id, serial, state from machine where serial is not null) m on m.serial = l.serial
where l.serial is null or (l.state <> 'void' and (m.id is null
  or m.state <> case l.state when 'valid' then $1 else l.state end))
order by 1)";

constexpr const char* kCounters = R"(
select prefix, last, (select count(*) from code_ledger l
  where l.city_id = nrmm_city() and left(l.serial, length(c.prefix)) = c.prefix) as issued
from code_counter c order by prefix)";

constexpr const char* kUncounted = R"(
select count(*) as serials, min(serial) as first from code_ledger l
where l.city_id = nrmm_city() and not exists (select from code_counter c where left(l.serial, length(c.prefix)) = c.prefix))";

constexpr const char* kNumbers = R"(
select prefix, last, array(select serial from code_ledger l
  where l.city_id = nrmm_city() and left(l.serial, length(c.prefix)) = c.prefix) as serials
from code_counter c order by prefix)";

std::string unlike(const Row& row) {
  const std::string serial = "serial " + row.text("serial");
  if (row.is_null("stands"))
    return serial + " of machine " + row.text("machine") + " is not in the city's ledger";
  if (row.is_null("machine")) return serial + " is " + row.text("stands") + " and no machine bears it";
  return serial + " is " + row.text("stands") + ", its machine " + row.text("machine_state");
}

std::string range(std::int64_t from, std::int64_t to) {
  return std::to_string(from) + (from == to ? "" : "–" + std::to_string(to));
}

void find_gaps(const Row& row, const std::vector<std::int64_t>& numbers, Inspection& inspection) {
  const std::string prefix = "prefix " + row.text("prefix") + ": ";
  std::int64_t next = 1;
  for (const std::int64_t number : numbers) {
    if (number > next) inspection.breach(prefix + range(next, number - 1) + " missing");
    next = number + 1;
  }
  if (next <= row.integer("last")) inspection.breach(prefix + range(next, row.integer("last")) + " missing");
}

}  // namespace

void check_serials(storage::Session& session, Inspection& inspection) {
  inspection.count("serials", 0);
  for (const Row row : session.run(kStates)) {
    inspection.count("serials", row.integer("serials"));
    inspection.count(row.text("state"), row.integer("serials"));
  }
  for (const Row row : session.run(kTwice))
    inspection.breach("serial " + row.text("serial") + " is twice in " + row.text("place"));
  for (const Row row : session.run(kUnlike, {name_of(MachineState::approved)}))
    inspection.breach(unlike(row));
}

void check_counters(storage::Session& session, Inspection& inspection) {
  inspection.count("counters", 0);
  for (const Row row : session.run(kCounters)) {
    inspection.count("counters");
    if (row.integer("last") != row.integer("issued"))
      inspection.breach("prefix " + row.text("prefix") + " counts " + row.text("last") + ", the ledger has " +
                        row.text("issued"));
  }
  const auto uncounted = session.run(kUncounted);
  if (uncounted.front().integer("serials") > 0)
    inspection.breach(uncounted.front().text("serials") + " serials that no counter counts, the first is " +
                      uncounted.front().text("first"));
}

void check_gaps(storage::Session& session, const cities::Pack& pack, Date on, Inspection& inspection) {
  inspection.count("numbers", 0);
  for (const Row row : session.run(kNumbers)) {
    std::vector<std::int64_t> numbers;
    for (const std::string& serial : row.array("serials")) {
      if (const auto number = serial_number(pack, serial, on))
        numbers.push_back(*number);
      else
        inspection.breach("serial " + serial + " has no number in the city's alphabet");
    }
    std::sort(numbers.begin(), numbers.end());
    inspection.count("numbers", static_cast<std::int64_t>(numbers.size()));
    find_gaps(row, numbers, inspection);
  }
}

}  // namespace nrmm::machines
