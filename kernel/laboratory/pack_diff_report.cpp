#include "laboratory/pack_diff_report.hpp"

#include <iomanip>
#include <ostream>
#include <sstream>
#include <tuple>

namespace nrmm::laboratory {
namespace {

using What = Trait::What;

// One difference and how many filings have it.
struct Counted {
  const Difference* difference = nullptr;
  std::string form;
  Date on;
  int filings = 0;
};

std::string kind_of(What what) {
  switch (what) {
    case What::finding:
      return "finding";
    case What::derived:
      return "derived";
    case What::required:
      return "required";
    default:
      return "course";
  }
}

std::string subject(const Difference& one) {
  std::string out = one.key.name;
  if (!one.key.code.empty()) out += (out.empty() ? "" : " ") + one.key.code;
  return out;
}

std::string change(const Difference& one) {
  if (one.before.empty()) return "+ " + subject(one) + ": " + one.after;
  if (one.after.empty()) return "- " + subject(one) + ": " + one.before;
  return "~ " + subject(one) + ": " + one.before + " -> " + one.after;
}

const char* verdict(bool refused) { return refused ? "refused" : "accepted"; }

std::vector<Counted> counted(const PackDiff& diff) {
  std::map<std::tuple<Trait::Key, std::string, std::string>, Counted> all;
  for (const ChangedFiling& filing : diff.changed) {
    for (const Difference& one : filing.differences) {
      Counted& each = all[{one.key, one.before, one.after}];
      if (each.filings++ == 0) each = {&one, filing.form, filing.on, 1};
    }
  }
  std::vector<Counted> out;
  for (auto& [key, each] : all) out.push_back(each);
  return out;
}

int turned(const PackDiff& diff, bool refused_after) {
  int count = 0;
  for (const ChangedFiling& one : diff.changed)
    count += one.refused_before != one.refused_after && one.refused_after == refused_after;
  return count;
}

class Printer {
 public:
  Printer(const DiffReport& report, std::ostream& out) : report_(report), out_(out) {}

  void run() {
    const auto& changed = report_.diff.changed;
    out_ << report_.city << ": " << report_.after << " against " << report_.before << ", which is in force\n";
    for (std::size_t i = 0; i < changed.size() && (report_.limit == 0 || i < report_.limit); ++i)
      print(changed[i]);
    if (report_.limit > 0 && changed.size() > report_.limit)
      out_ << "and " << changed.size() - report_.limit << " more (--limit 0 lists all)\n";
    print_sums();
  }

 private:
  void print(const ChangedFiling& filing) {
    out_ << "machine " << filing.machine;
    if (!filing.record.empty()) out_ << " case " << filing.record;
    out_ << ' ' << machines::name_of(filing.state) << ", as of " << filing.on.iso() << ": "
         << verdict(filing.refused_before);
    if (filing.refused_before != filing.refused_after) out_ << " -> " << verdict(filing.refused_after);
    out_ << '\n';
    for (const Difference& one : filing.differences)
      out_ << "  " << line(one, filing.form, filing.on) << '\n';
  }

  std::string line(const Difference& one, const std::string& form, Date on) {
    std::string out = change(one) + "  " + one.key.rule;
    if (!one.basis.empty()) out += "  [" + one.basis + "]";
    const Source place = report_.places.of(form, one.key, on);
    return place.file.empty() ? out : out + "  " + place.str();
  }

  void print_sums() {
    const PackDiff& diff = report_.diff;
    const auto sums = counted(diff);
    if (!sums.empty()) out_ << "in all:\n";
    for (const Counted& each : sums)
      out_ << std::setw(8) << each.filings << "  " << line(*each.difference, each.form, each.on) << '\n';
    for (const auto& [gone, filings] : diff.gone)
      out_ << std::setw(8) << filings << "  use " << gone.vocabulary << '.' << gone.code
           << ", which the changed pack no longer has\n";
    std::ostringstream seconds;
    seconds << std::fixed << std::setprecision(1) << report_.seconds;
    out_ << diff.filings << " filings judged under both in " << seconds.str() << " s: " << diff.changed.size()
         << " would change, " << turned(diff, true) << " would be refused, " << turned(diff, false)
         << " accepted; " << diff.gone.size() << " codes in use are gone\n";
  }

  const DiffReport& report_;
  std::ostream& out_;
};

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json json_of(const Difference& one, const std::string& form, Date on, RulePlaces& places) {
  const Source place = places.of(form, one.key, on);
  return {{"what", kind_of(one.key.what)},
          {"field", text_or_null(one.key.name)},
          {"code", text_or_null(one.key.code)},
          {"rule", one.key.rule},
          {"basis", one.basis},
          {"before", text_or_null(one.before)},
          {"after", text_or_null(one.after)},
          {"file", text_or_null(place.file)},
          {"line", place.line}};
}

Json json_of(const ChangedFiling& filing, RulePlaces& places) {
  Json differences = Json::array();
  for (const Difference& one : filing.differences)
    differences.push_back(json_of(one, filing.form, filing.on, places));
  return {{"machine", filing.machine},
          {"case", text_or_null(filing.record)},
          {"state", machines::name_of(filing.state)},
          {"date", filing.on.iso()},
          {"before", verdict(filing.refused_before)},
          {"after", verdict(filing.refused_after)},
          {"differences", differences}};
}

}  // namespace

void print(const DiffReport& report, std::ostream& out) { Printer(report, out).run(); }

Json to_json(const DiffReport& report) {
  Json filings = Json::array(), sums = Json::array(), gone = Json::array();
  for (const ChangedFiling& one : report.diff.changed) {
    if (report.limit > 0 && filings.size() == report.limit) break;
    filings.push_back(json_of(one, report.places));
  }
  for (const Counted& each : counted(report.diff)) {
    sums.push_back(json_of(*each.difference, each.form, each.on, report.places));
    sums.back()["filings"] = each.filings;
  }
  for (const auto& [code, count] : report.diff.gone)
    gone.push_back({{"vocabulary", code.vocabulary}, {"code", code.code}, {"filings", count}});
  return {{"city", report.city},
          {"before", report.before},
          {"after", report.after},
          {"filings", report.diff.filings},
          {"changed", report.diff.changed.size()},
          {"would_be_refused", turned(report.diff, true)},
          {"would_be_accepted", turned(report.diff, false)},
          {"seconds", report.seconds},
          {"changes", filings},
          {"sums", sums},
          {"gone", gone}};
}

}  // namespace nrmm::laboratory
