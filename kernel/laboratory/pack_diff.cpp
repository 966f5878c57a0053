#include "laboratory/pack_diff.hpp"

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

namespace nrmm::laboratory {
namespace {

using cities::FieldType;
using machines::StoredFiling;
using What = Trait::What;

Difference difference(const Trait::Key& key, const Trait* before, const Trait* after) {
  const Trait& known = after ? *after : *before;
  return {key, before ? before->value : "", after ? after->value : "", known.basis};
}

// That a field is required is told by the finding that misses it, where there is one.
bool told_already(const std::vector<Difference>& all, const Difference& one) {
  return one.key.what == What::required && std::any_of(all.begin(), all.end(), [&](const Difference& other) {
           return other.key.what == What::finding && other.key.name == one.key.name &&
                  other.key.code == "required" && other.before.empty() == one.before.empty();
         });
}

// The codes an answer is made of.
std::vector<std::string> codes_in(const Json& answer) {
  if (answer.is_string()) return {answer.get<std::string>()};
  std::vector<std::string> out;
  for (const Json& each : answer.is_array() ? answer : Json::array())
    if (each.is_string()) out.push_back(each.get<std::string>());
  return out;
}

class Differ {
 public:
  explicit Differ(const DiffRequest& request) : request_(request) {}

  PackDiff run() {
    std::vector<std::thread> workers;
    const auto cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    for (int i = 1; i < (request_.threads > 0 ? request_.threads : cores); ++i)
      workers.emplace_back([this] { work(); });
    work();
    for (std::thread& worker : workers) worker.join();
    if (failure_) std::rethrow_exception(failure_);
    std::sort(out_.changed.begin(), out_.changed.end(),
              [](const ChangedFiling& a, const ChangedFiling& b) { return a.machine < b.machine; });
    return std::move(out_);
  }

 private:
  void work() {
    try {
      for (;;) {
        const std::vector<StoredFiling> batch = taken();
        if (batch.empty()) return;
        for (const StoredFiling& filing : batch) judge(filing);
      }
    } catch (...) {
      const std::lock_guard lock(result_);
      if (!failure_) failure_ = std::current_exception();
    }
  }

  // One thread reads while the others judge.
  std::vector<StoredFiling> taken() {
    const std::lock_guard lock(source_);
    {
      const std::lock_guard result(result_);
      if (failure_) return {};
    }
    return request_.next();
  }

  void judge(const StoredFiling& filing) {
    const Date on = request_.on.value_or(filing.date.value_or(request_.today));
    const Json answers = request_.open(filing.answers);
    const Outcome before = outcome_of(request_.before, filing, answers, on);
    const Outcome after = outcome_of(request_.after, filing, answers, on);
    ChangedFiling changed{filing.machine,
                          filing.record,
                          after.form.empty() ? before.form : after.form,
                          filing.state,
                          on,
                          before.refused,
                          after.refused,
                          {}};
    changed.differences = differences(before, after);
    const std::set<GoneCode> gone = gone_codes(before.form, answers);
    const std::lock_guard lock(result_);
    ++out_.filings;
    for (const GoneCode& code : gone) ++out_.gone[code];
    if (!changed.differences.empty()) out_.changed.push_back(std::move(changed));
  }

  std::set<GoneCode> gone_codes(const std::string& form_name, const Json& answers) const {
    std::set<GoneCode> gone;
    const cities::Form* form = request_.before.form(form_name);
    for (const cities::Field* field : form ? form->listed() : std::vector<const cities::Field*>{}) {
      const auto answer = answers.find(field->name);
      if (answer == answers.end()) continue;
      for (const std::string& code : codes_in(*answer)) {
        if (is_gone(*field, code))
          gone.insert({field->type == FieldType::district ? "districts" : field->vocabulary, code});
      }
    }
    return gone;
  }

  bool is_gone(const cities::Field& field, const std::string& code) const {
    if (field.type == FieldType::district)
      return request_.before.district(code) && !request_.after.district(code);
    const cities::Vocabulary* then = request_.before.vocabulary(field.vocabulary);
    const cities::Vocabulary* now = request_.after.vocabulary(field.vocabulary);
    return then && then->term(code) && !(now && now->term(code));
  }

  const DiffRequest& request_;
  std::mutex source_, result_;
  std::exception_ptr failure_;
  PackDiff out_;
};

}  // namespace

std::vector<Difference> differences(const Outcome& before, const Outcome& after) {
  std::vector<Difference> all, told;
  for (const auto& [key, trait] : before.traits) {
    const auto now = after.traits.find(key);
    if (now == after.traits.end())
      all.push_back(difference(key, &trait, nullptr));
    else if (now->second.value != trait.value)
      all.push_back(difference(key, &trait, &now->second));
  }
  for (const auto& [key, trait] : after.traits)
    if (!before.traits.contains(key)) all.push_back(difference(key, nullptr, &trait));
  std::sort(all.begin(), all.end(), [](const Difference& a, const Difference& b) { return a.key < b.key; });
  std::copy_if(all.begin(), all.end(), std::back_inserter(told),
               [&](const Difference& one) { return !told_already(all, one); });
  return told;
}

PackDiff diff_packs(const DiffRequest& request) { return Differ(request).run(); }

}  // namespace nrmm::laboratory
