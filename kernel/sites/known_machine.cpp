#include "sites/known_machine.hpp"

#include "machines/code.hpp"
#include "machines/code_lookup_store.hpp"
#include "machines/machine_store.hpp"
#include "sites/gate.hpp"

namespace nrmm::sites {
namespace {

constexpr const char* kIdentifying[] = {"machine_state", "emission_stage", "machine_kind", "machine_maker",
                                        "machine_model", "fuel",           "power_kw"};

Json summary_of(const Json& facts) {
  Json summary = Json::object();
  for (const char* name : kIdentifying)
    if (facts.contains(name)) summary[name] = facts[name];
  return summary;
}

}  // namespace

KnownMachine KnownMachines::of_another_city(storage::Session& session, const std::string& serial,
                                            const std::string& stage, const cities::Pack& pack,
                                            Date on) const {
  KnownMachine known{
      .serial = serial, .code = machines::display_code(pack, stage, serial, on), .coded = fact::kElsewhere};
  if (!stage.empty()) known.facts["emission_stage"] = stage;
  auto coded = machines::find_coded(session, serial);
  if (!coded) return known;
  if (!coded->here) {
    auto there = database_.session(coded->city);
    coded = machines::find_coded(there, serial);
  }
  if (!coded || !coded->here) return known;
  known.facts = {{"machine_state", coded->state == "valid" ? "registered" : "deregistered"}};
  for (const char* name : kIdentifying)
    if (coded->answers.contains(name)) known.facts[name] = coded->answers[name];
  known.facts["emission_stage"] = coded->emission_stage;
  known.code = machines::display_code(pack, coded->emission_stage, serial, on);
  return known;
}

std::optional<KnownMachine> KnownMachines::find(storage::Session& session, const cities::Pack& pack,
                                                std::string_view read, Date on) const {
  return known(session, pack, read, on, machines::machine_store::bearing);
}

std::optional<KnownMachine> KnownMachines::at_gate(storage::Session& session, const cities::Pack& pack,
                                                   std::string_view read, Date on) const {
  return known(session, pack, read, on, machines::machine_store::hold_bearing);
}

std::optional<KnownMachine> KnownMachines::known(storage::Session& session, const cities::Pack& pack,
                                                 std::string_view read, Date on, Bearing bearing) const {
  const auto code = machines::read_code(pack, read, on);
  if (!code) return std::nullopt;
  KnownMachine known{.serial = code->serial,
                     .code = machines::display_code(pack, code->stage, code->serial, on)};
  if (const auto machine = bearing(session, code->serial)) {
    known.coded = fact::kHere;
    known.id = machine->id;
    known.facts = facts_.registered(session.city(), pack, *machine, on);
    known.code = known.facts["code"];
  } else if (!machines::read_own_code(pack, read, on)) {
    known = of_another_city(session, code->serial, code->stage, pack, on);
  }
  known.summary = summary_of(known.facts);
  return known;
}

}  // namespace nrmm::sites
