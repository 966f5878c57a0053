#include <algorithm>

#include "cities/loading.hpp"
#include "cities/node_values.hpp"
#include "yaml/read.hpp"

namespace nrmm::cities {
namespace {

using yaml::Entry;
using yaml::Node;

constexpr const char* kReviewer = "reviewer";

class WorkflowReader {
 public:
  WorkflowReader(Loading& loading, const Merged& merged)
      : loading_(loading),
        body_(merged.body),
        states_(mapping_at(body_, "states")),
        transitions_(mapping_at(body_, "transitions")) {
    const std::string what = "workflow `" + merged.name + "`";
    yaml::check_complete(body_, *kWorkflows.schema, what, loading.diagnostics);
    workflow_.name = merged.name;
    workflow_.source = merged.source;
    workflow_.title = words_at(loading, body_, "title");
    workflow_.basis = read_basis(loading, body_, nullptr, what);
  }

  Workflow read() {
    read_head();
    for (const Entry& entry : states_.entries) read_state(entry);
    guard_names_ = register_names(loading_, {"machine"});
    if (form_) add_fields(loading_, *form_, true, guard_names_);
    for (const Entry& entry : transitions_.entries) read_transition(entry);
    check_not_by();
    if (!transitions_.entries.empty() && !transitions_.find(kOpen))
      loading_.diagnostics.error(workflow_.source, "P003",
                                 "workflow `" + workflow_.name + "` has no transition `open`");
    check_late();
    return std::move(workflow_);
  }

 private:
  template <typename Names>
  bool known(const Source& source, const std::string& what, const std::string& name, const Names& names,
             const std::string& code = "P004") {
    const std::vector<std::string> all = keys_of(names);
    if (name.empty() || std::find(all.begin(), all.end(), name) != all.end()) return true;
    loading_.unknown(source, what, name, all, code);
    return false;
  }

  void read_head() {
    workflow_.subject = text_at(body_, "subject");
    known(source_of(body_, "subject"), "subject", workflow_.subject, loading_.catalogue.subjects());
    workflow_.form = text_at(body_, "form");
    loading_.used_forms.insert(workflow_.form);
    if (known(source_of(body_, "form"), "form", workflow_.form, loading_.pack.forms))
      form_ = loading_.pack.form(workflow_.form);
    workflow_.reviewer = text_at(body_, "reviewer");
    known(source_of(body_, "reviewer"), "reviewing role", workflow_.reviewer, loading_.reviewing_roles());
    loading_.used_roles.insert(workflow_.reviewer);
    if (form_ && of_matter()) check_no_codes();
  }

  bool of_matter() const { return workflow_.subject == kMatter; }

  // Whose consent a code is, only the register's own services know.
  void check_no_codes() {
    for (const auto& [name, field] : form_->fields)
      if (!field.sms_purpose.empty())
        loading_.diagnostics.error(
            source_of(body_, "form"), "P002",
            "`" + name + "` is a code by SMS, which nobody confirms in a case about `" + kMatter + "`",
            "leave the field out of form `" + form_->name + "`");
  }

  std::vector<std::string> state_names() const {
    std::vector<std::string> out;
    for (const Entry& entry : states_.entries) out.push_back(entry.key);
    return out;
  }

  // `all`, or steps of the form.
  std::vector<std::string> read_steps(const Node& value) {
    if (value.is_plain("all")) return {"*"};
    std::vector<std::string> out, names;
    if (form_)
      for (const Step& step : form_->steps) names.push_back(step.name);
    const auto steps = yaml::as_text_or_texts(value, loading_.diagnostics);
    if (!steps) return out;
    for (std::size_t i = 0; i < steps->size(); ++i) {
      const Source& source = value.is_sequence() ? value.items[i].source : value.source;
      if (!form_ || known(source, "step", (*steps)[i], names)) out.push_back((*steps)[i]);
    }
    return out;
  }

  void read_state(const Entry& entry) {
    const Node& body = entry.value;
    State state;
    state.name = entry.key;
    state.source = entry.key_source;
    state.label = words_at(loading_, body, "label");
    state.end = flag_at(body, "end");
    state.due = duration_at(loading_, body, "due");
    state.remind = duration_at(loading_, body, "remind");
    state.late = text_at(body, "late");
    if (const Node* edits = body.find("edits")) read_edits(*edits, state);
    workflow_.states[entry.key] = std::move(state);
  }

  void read_edits(const Node& value, State& state) {
    if (!value.is_mapping()) {
      if (value.kind != Node::Kind::null)
        loading_.diagnostics.error(value.source, "P002",
                                   "expected {party: all or [steps]}, found " + yaml::describe(value));
      return;
    }
    for (const Entry& entry : value.entries) {
      known(entry.key_source, "party", entry.key, loading_.catalogue.parties());
      state.edits[entry.key] = read_steps(entry.value);
    }
  }

  // The catalogue's, which are about the register, and <plugin>.<effect>.
  std::set<std::string> known_effects() const {
    std::set<std::string> out;
    if (!of_matter()) out = loading_.catalogue.effects();
    for (const PluginManifest& plugin : loading_.plugins)
      for (const ProvidedName& effect : plugin.effects) out.insert(plugin.name + "." + effect.name);
    return out;
  }

  void read_transition(const Entry& entry) {
    const Node& body = entry.value;
    Transition out;
    out.name = entry.key;
    out.source = entry.key_source;
    out.label = words_at(loading_, body, "label");
    out.basis = read_basis(loading_, body, &workflow_.basis, "`" + entry.key + "`");
    read_ends(entry, out);
    read_by(body, out);
    read_guard(body, out);
    if (const Node* check = body.find("check"); check && check->kind != Node::Kind::null)
      out.check = read_steps(*check);
    out.effects = texts_at(body, "do");
    for (const Node& effect : mapping_at(body, "do").items)
      known(effect.source, "effect", effect.text, known_effects(), "P011");
    if (const Node* tell = body.find("tell")) read_tell(*tell, out);
    read_reason(body, out);
    workflow_.transition_order.push_back(entry.key);
    workflow_.transitions[entry.key] = std::move(out);
  }

  static constexpr std::string_view kOfEveryState[] = {"claim", "release", "assign", "determine"};

  void read_ends(const Entry& entry, Transition& out) {
    const Node& body = entry.value;
    out.to = text_at(body, "to");
    known(source_of(body, "to"), "state", out.to, state_names());
    const Node* from = body.find("from");
    if (std::find(std::begin(kOfEveryState), std::end(kOfEveryState), entry.key) != std::end(kOfEveryState))
      loading_.diagnostics.error(
          entry.key_source, "P002",
          "`" + entry.key + "` is the language's own, in every state that an officer decides in");
    if (entry.key == kOpen) {
      if (from) loading_.diagnostics.error(from->source, "P002", "`open` begins the case and has no `from`");
      return;
    }
    if (!from) loading_.diagnostics.error(body.source, "P003", "`" + entry.key + "` has no `from`");
    out.from = texts_at(body, "from");
    each_text(body, "from", [&](const Source& source, const std::string& name) {
      known(source, "state", name, state_names());
    });
  }

  template <typename Visit>
  static void each_text(const Node& body, std::string_view key, Visit visit) {
    const Node& value = mapping_at(body, key);
    if (value.is_scalar()) visit(value.source, value.text);
    for (const Node& item : value.items) visit(item.source, item.text);
  }

  void read_by(const Node& body, Transition& out) {
    out.by = texts_at(body, "by");
    out.not_by = texts_at(body, "not_by");
    const std::set<std::string> roles = loading_.reviewing_roles();
    std::set<std::string> who = loading_.catalogue.parties();
    who.insert(roles.begin(), roles.end());
    each_text(body, "by", [&](const Source& source, const std::string& name) {
      known(source, "party or role", name, who);
      loading_.used_roles.insert(name);
      if (name == kReviewer && workflow_.reviewer.empty())
        loading_.diagnostics.error(source, "P003", "workflow `" + workflow_.name + "` has no `reviewer`");
      const std::string role = name == kReviewer ? workflow_.reviewer : name;
      if (roles.contains(role)) out.roles.push_back(role);
    });
  }

  // `open` is no step of a case: a draft becomes one when it is handed in.
  void check_not_by() {
    std::vector<std::string> steps;
    for (const auto& [name, transition] : workflow_.transitions)
      if (name != kOpen) steps.push_back(name);
    for (const Entry& entry : transitions_.entries)
      each_text(entry.value, "not_by", [&](const Source& source, const std::string& name) {
        known(source, "transition", name, steps);
      });
  }

  // A guard that asks only where the machine is may say where.
  static std::set<std::string> told_with(const Node* when) {
    const bool place = when && when->entries.size() == 1 && when->entries.front().key == "presence";
    return place ? std::set<std::string>{"site_name"} : std::set<std::string>{};
  }

  void read_guard(const Node& body, Transition& out) {
    const Node* when = body.find("when");
    if (when) out.when = read_condition(*when, guard_names_, "fact or field", loading_.diagnostics);
    out.refusal = words_at(loading_, body, "refusal", told_with(when));
    if (when && !body.find("refusal"))
      loading_.diagnostics.error(when->source, "P003", "`" + out.name + "` has a `when` but no `refusal`",
                                 "say what the person reads when the condition fails");
    if (!when && body.find("refusal"))
      loading_.diagnostics.error(source_of(body, "refusal"), "P003",
                                 "`" + out.name + "` has a `refusal` but no `when`");
  }

  void read_tell(const Node& value, Transition& out) {
    if (!value.is_mapping()) {
      if (value.kind != Node::Kind::null)
        loading_.diagnostics.error(value.source, "P002",
                                   "expected {party: event}, found " + yaml::describe(value));
      return;
    }
    for (const Entry& entry : value.entries) {
      known(entry.key_source, "party", entry.key, loading_.catalogue.parties());
      const auto event = yaml::as_text(entry.value, loading_.diagnostics);
      if (!event) continue;
      out.tell[entry.key] = *event;
      loading_.used_texts.insert("notice." + *event);
      known(entry.value.source, "text", "notice." + *event, loading_.of(kMessages), "P011");
    }
  }

  void read_reason(const Node& body, Transition& out) {
    out.reason = text_at(body, "reason");
    loading_.used_vocabularies.insert(out.reason);
    known(source_of(body, "reason"), "vocabulary", out.reason, loading_.pack.vocabularies);
  }

  void check_late() {
    for (const auto& [name, state] : workflow_.states) {
      if (!state.remind.empty() && state.due.empty())
        loading_.diagnostics.error(source_of(*states_.find(name), "remind"), "P003",
                                   "`" + name + "` has `remind` but no `due`");
      if (state.late.empty()) continue;
      const Source source = source_of(*states_.find(name), "late");
      if (!known(source, "transition", state.late, workflow_.transitions)) continue;
      const Transition& late = workflow_.transitions.at(state.late);
      const auto has = [](const std::vector<std::string>& all, const std::string& one) {
        return std::find(all.begin(), all.end(), one) != all.end();
      };
      if (!has(late.from, name) || !has(late.by, "system"))
        loading_.diagnostics.error(source, "P010",
                                   "`" + state.late + "` is not a way the system can go from `" + name + "`",
                                   "name the state in its `from` and system in its `by`");
      if (state.due.empty())
        loading_.diagnostics.error(source, "P003", "`" + name + "` has `late` but no `due`");
    }
  }

  Loading& loading_;
  const Node& body_;
  const Node& states_;
  const Node& transitions_;
  const Form* form_ = nullptr;
  Askables guard_names_;
  Workflow workflow_;
};

}  // namespace

void load_workflows(Loading& loading) {
  for (const auto& [name, merged] : loading.of(kWorkflows))
    loading.pack.workflows[name] = WorkflowReader(loading, merged).read();
}

}  // namespace nrmm::cities
