#include "cities/pack_tables.hpp"

namespace nrmm::cities {
namespace {

using yaml::Key;
using yaml::Schema;
using yaml::Type;

constexpr Key kBasis{
    .name = "basis", .type = Type::text, .description = "document and article: <source> <article>"};
constexpr Key kProvenance{.name = "provenance",
                          .type = Type::choice,
                          .description = "assumed: no document states it",
                          .options = "assumed"};

constexpr Key text(std::string_view name, std::string_view description, bool mandatory = false) {
  return {.name = name, .type = Type::text, .mandatory = mandatory, .description = description};
}
// A text, or texts, that name something: `kind` says what.
constexpr Key naming(std::string_view name, std::string_view kind, std::string_view description,
                     bool mandatory = false, Type type = Type::text) {
  return {.name = name, .type = type, .mandatory = mandatory, .description = description, .kind = kind};
}
constexpr Key key(std::string_view name, Type type, std::string_view description, bool mandatory = false) {
  return {.name = name, .type = type, .mandatory = mandatory, .description = description};
}
constexpr Key other(std::string_view name, std::string_view kind, std::string_view description,
                    bool mandatory = false) {
  return {
      .name = name, .type = Type::other, .mandatory = mandatory, .description = description, .kind = kind};
}
constexpr Key choice(std::string_view name, std::string_view options, std::string_view description,
                     bool mandatory = false) {
  return {.name = name,
          .type = Type::choice,
          .mandatory = mandatory,
          .description = description,
          .options = options};
}
constexpr Key nested(std::string_view name, Type type, const Schema& of, std::string_view description,
                     bool mandatory = false) {
  return {.name = name, .type = type, .mandatory = mandatory, .description = description, .of = &of};
}

constexpr Key kEffectiveKeys[] = {
    key("from", Type::date, "first day", true),
    key("to", Type::date, "last day; left out: until further notice"),
};
constexpr Schema kEffective{"when the pack holds", kEffectiveKeys};

constexpr Key kManifestKeys[] = {
    text("id", "the folder's name", true),
    text("name", "the city's name", true),
    naming("adcode", "adcode", "GB/T 2260, six digits in quotes", true),
    naming("inherits", "pack", "the pack it is laid over"),
    key("api", Type::integer, "version of the pack language", true),
    text("timezone", "IANA name; default Asia/Shanghai"),
    nested("effective", Type::object, kEffective, "from and to", true),
    kBasis,
    kProvenance,
    naming("sources", "document", "short name: title of a document", false, Type::named_values),
    naming("plugins", "settings", "plugin: settings", false, Type::named_values),
};

constexpr Key kOfficeKeys[] = {
    text("name", "the office people turn to", true),
    text("phone", "its telephone"),
};
constexpr Schema kOffice{"an office", kOfficeKeys};

constexpr Key kDistrictKeys[] = {
    text("name", "as people read it", true),
    naming("code", "district_code", "two characters in the registration code", true),
    text("province", "first character of the code where one list spans provinces"),
    key("from", Type::date, "first day"),
    key("to", Type::date, "last day; the row stays readable for ever"),
    naming("successors", "district", "districts that took over", false, Type::texts),
    nested("office", Type::object, kOffice, "who reviews, and where to ask"),
    kBasis,
    kProvenance,
};
constexpr Schema kDistrictSchema{"a district", kDistrictKeys};

constexpr Key kPolicyKeys[] = {
    text("description", "what it decides", true),
    naming("type", "policy_type", "what its value is; with ? at the end `none` is allowed", true),
    text("unit", "of a number"),
    key("options", Type::texts, "of a choice or choices"),
    naming("vocabulary", "vocabulary", "instead of options"),
    naming("of", "policy_of", "names: workflows or facts; condition: machine or movement"),
    naming("columns", "policy_type", "of a table: {column: type}", false, Type::named_values),
    key("final", Type::flag, "cannot be overlaid"),
    choice("lapses", "yearly", "yearly: must be continued each year"),
    other("value", "value", "holds from the pack's first day"),
    other("values", "values", "{first day: {value, basis}}"),
    kBasis,
    kProvenance,
};
constexpr Schema kPolicySchema{"a policy", kPolicyKeys};

constexpr Key kDatedKeys[] = {
    other("value", "value", "from that day on", true),
    kBasis,
    kProvenance,
};

constexpr Key kTermKeys[] = {
    text("label", "what people read", true),
    key("from", Type::date, "first day"),
    key("to", Type::date, "last day"),
};

constexpr Key kVocabularyKeys[] = {
    text("label", "what people read", true),
    naming("terms", "term", "{code: label} or {code: {label, from, to}}", true, Type::named_values),
    naming("use", "term", "the codes offered, in order; left out: all", false, Type::texts),
    kBasis,
    kProvenance,
};
constexpr Schema kVocabularySchema{"a vocabulary", kVocabularyKeys};

constexpr Key kHelpKeys[] = {
    text("text", "what helps to fill it"),
    text("figure", "figures/<name>.svg: a drawing beside it"),
};
constexpr Schema kHelp{"help", kHelpKeys};

constexpr Key kSmsKeys[] = {
    naming("purpose", "sms_purpose", "what the code is for", true),
    naming("to", "party_or_field", "a party, or the phone field it is sent to", true),
};
constexpr Schema kSms{"an SMS code", kSmsKeys};

constexpr Key kFieldKeys[] = {
    text("label", "what people read", true),
    naming("type", "field_type", "a field type of the HTTP contract", true),
    other("required", "condition", "true, false or a condition"),
    other("shown", "condition", "true, false or a condition on fields and account facts"),
    naming("vocabulary", "vocabulary", "of a choice or choices"),
    nested("help", Type::object, kHelp, "text and figure"),
    text("example", "an answer as it should look"),
    text("unit", "of a number"),
    key("min", Type::number, "least value, or count of photos"),
    key("max", Type::number, "largest value, or count of photos"),
    key("max_length", Type::integer, "characters"),
    text("pattern", "regular expression that RE2 and ECMAScript share"),
    other("default", "answer", "what the form begins with"),
    choice("source", "any camera document",
           "where a photo may come from; document: of papers that serve several filings"),
    naming("party", "party", "the account registered with this phone becomes that party"),
    nested("sms", Type::object, kSms, "the answer is a code sent by SMS"),
    choice("credential", "phone password sms_code", "goes to the account, never to the record"),
    naming("within", "duration", "duration policy: an older date is flagged late"),
    key("copied", Type::flag, "false: a filing that starts from an earlier one does not take it over"),
    kBasis,
    kProvenance,
};
constexpr Schema kField{"a field", kFieldKeys};

constexpr Key kStepKeys[] = {
    text("step", "its name", true),
    text("title", "what people read", true),
    naming("fields", "field", "the fields asked, in order", true, Type::texts),
};
constexpr Schema kStep{"a step", kStepKeys};

constexpr Key kGroupKeys[] = {
    naming("fields", "field", "one of them must be answered", true, Type::texts),
    other("when", "condition", "left out: always"),
    kBasis,
    kProvenance,
};
constexpr Schema kGroup{"a group", kGroupKeys};

constexpr Key kDerivedKeys[] = {
    text("label", "what people read", true),
    naming("vocabulary", "vocabulary", "the values it can have", true),
    naming("rule", "rule", "module.function of rules/*.lua", true),
    naming("override", "role", "roles that may set it by hand, with a reason", false, Type::texts),
    kBasis,
    kProvenance,
};
constexpr Schema kDerived{"a derived value", kDerivedKeys};

constexpr Key kCheckKeys[] = {
    naming("rule", "rule", "module.function of rules/*.lua", true),
    naming("field", "field", "where the finding is shown", true),
    choice("level", "refuse flag note", "refuse stops, flag goes to the reviewer, note is shown"),
    text("text", "what is wrong, with the rule's {placeholders}", true),
    kBasis,
    kProvenance,
};
constexpr Schema kCheck{"a check", kCheckKeys};

constexpr Key kFormKeys[] = {
    naming("as_in", "form", "starts as this form"),
    text("title", "what people read", true),
    nested("steps", Type::list, kStep, "pages, in order", true),
    nested("fields", Type::named, kField, "the stock that steps choose from"),
    nested("at_least_one", Type::named, kGroup, "groups of fields"),
    nested("derived", Type::named, kDerived, "values a rule computes"),
    nested("checks", Type::named, kCheck, "what a rule says about the answers"),
    kBasis,
    kProvenance,
};
constexpr Schema kFormSchema{"a form", kFormKeys};

constexpr Key kStateKeys[] = {
    text("label", "what people read", true),
    other("edits", "edits", "{party: all or [steps]}"),
    naming("due", "duration", "duration policy: by when somebody must act"),
    naming("remind", "duration", "duration policy: how long before due who must act is reminded"),
    naming("late", "transition", "the transition the system takes when due has passed"),
    key("end", Type::flag, "the case ends here"),
};
constexpr Schema kState{"a state", kStateKeys};

constexpr Key kTransitionKeys[] = {
    naming("from", "state", "states; not for `open`", false, Type::text_or_texts),
    naming("to", "state", "the state it leads to", true),
    naming("by", "actor", "parties or officers' roles that may", true, Type::text_or_texts),
    naming("not_by", "transition", "not the person who took one of these", false, Type::text_or_texts),
    text("label", "what people read", true),
    other("when", "condition", "on facts and the register's fields"),
    text("refusal", "what is said when the condition fails; {site_name} where it asks `presence` alone"),
    naming("check", "step", "all or [steps]: what is judged", false, Type::text_or_texts),
    naming("do", "effect", "effects, in order", false, Type::texts),
    other("tell", "tell", "{party: event}"),
    naming("reason", "vocabulary", "vocabulary of reasons; one must be given"),
    kBasis,
    kProvenance,
};
constexpr Schema kTransition{"a transition", kTransitionKeys};

constexpr Key kWorkflowKeys[] = {
    naming("as_in", "workflow", "starts as this workflow"),
    text("title", "what people read", true),
    naming("subject", "subject", "what a case is about", true),
    naming("form", "form", "what is filled in", true),
    naming("reviewer", "reviewing_role", "role that is `reviewer`"),
    nested("states", Type::named, kState, "states", true),
    nested("transitions", Type::named, kTransition, "transitions; `open` begins the case", true),
    kBasis,
    kProvenance,
};
constexpr Schema kWorkflowSchema{"a workflow", kWorkflowKeys};

constexpr Key kFenceKeys[] = {
    text("label", "what people read", true),
    text("area", "GeoJSON file beside it", true),
    choice("datum", "wgs84 gcj02 bd09", "of the file's coordinates", true),
    other("forbids", "condition", "the machines it forbids", true),
    key("from", Type::date, "first day"),
    key("to", Type::date, "last day"),
    naming("hours", "hours", "HH:MM-HH:MM"),
    kBasis,
    kProvenance,
};
constexpr Schema kFenceSchema{"a fence", kFenceKeys};

constexpr Key kStoryKeys[] = {
    key("given", Type::named_values, "facts and answers from here on"),
    key("date", Type::date, "the day"),
    naming("as", "actor", "as which party or role he acts", true),
    text("who", "the person; left out: one person for each party and role"),
    naming("does", "transition", "what he does", true),
    key("with", Type::named_values, "answers"),
    naming("state", "state", "the state afterwards"),
    key("due", Type::date, "the day it is due"),
    naming("effects", "effect", "exactly these effects", false, Type::texts),
    naming("tells", "event", "{party: event}", false, Type::named_values),
    naming("flags", "code", "{field: code}", false, Type::named_values),
    text("refused", "not_offered party person state guard or check"),
};
constexpr Schema kStory{"a step of a story", kStoryKeys};

constexpr Key kTestKeys[] = {
    key("proves", Type::texts, "rows of the feature list", true),
    key("date", Type::date, "left out: today, the next 1 January and every date of the pack"),
    naming("as_in", "test", "starts as this test"),
    naming("form", "form", "form that is judged"),
    choice("gate", "entry exit", "gate that is passed"),
    naming("workflow", "workflow", "workflow of the story"),
    naming("fence", "fence", "fence that is entered"),
    key("given", Type::named_values, "answers and facts"),
    key("expect", Type::named_values, "what must come out"),
    other("rows", "rows", "[[given, expect], …]"),
    nested("story", Type::list, kStory, "what is done, in order"),
};
constexpr Schema kTestSchema{"a test", kTestKeys};

constexpr Word kPolicyTypes[] = {
    {"flag", "true or false"},
    {"integer", "a whole number"},
    {"number", "a number"},
    {"text", "a text"},
    {"date", "a day, YYYY-MM-DD"},
    {"choice", "one of `options`, or a term of `vocabulary`"},
    {"choices", "a list of these"},
    {"names", "a list of workflows or facts, as `of` says"},
    {"duration", "`30 days` or `5 working days`"},
    {"condition", "a condition on the machine or the movement, as `of` says"},
    {"dates", "a list of days, or of spans first/last"},
    {"table", "a list of rows {column: value}, as `columns` says"},
};

}  // namespace

const Schema kManifestSchema{"pack.yaml", kManifestKeys};
const Schema kDatedValueSchema{"a dated value", kDatedKeys};
const Schema kTermSchema{"a term", kTermKeys};
const Kind kDistricts{"districts", "district", &kDistrictSchema, false};
const Kind kPolicies{"policies", "policy", &kPolicySchema, true};
const Kind kVocabularies{"vocabularies", "vocabulary", &kVocabularySchema, true};
const Kind kForms{"forms", "form", &kFormSchema, true};
const Kind kWorkflows{"workflows", "workflow", &kWorkflowSchema, true};
const Kind kMessages{"messages", "text", nullptr, true};
const Kind kFences{"fences", "fence", &kFenceSchema, true};
const Kind kTests{"tests", "test", &kTestSchema, true};

std::array<const Kind*, 8> kinds() {
  return {&kDistricts, &kPolicies, &kVocabularies, &kForms, &kWorkflows, &kMessages, &kFences, &kTests};
}

std::span<const Word> policy_types() { return kPolicyTypes; }

}  // namespace nrmm::cities
