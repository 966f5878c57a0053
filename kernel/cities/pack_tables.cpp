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
    text("adcode", "GB/T 2260, six digits in quotes", true),
    text("inherits", "the pack it is laid over"),
    key("api", Type::integer, "version of the pack language", true),
    text("timezone", "IANA name; default Asia/Shanghai"),
    nested("effective", Type::object, kEffective, "from and to", true),
    kBasis,
    kProvenance,
    key("sources", Type::named_values, "short name: title of a document"),
    key("plugins", Type::named_values, "plugin: settings"),
};

constexpr Key kOfficeKeys[] = {
    text("name", "the office people turn to", true),
    text("phone", "its telephone"),
};
constexpr Schema kOffice{"an office", kOfficeKeys};

constexpr Key kDistrictKeys[] = {
    text("name", "as people read it", true),
    text("code", "two characters in the registration code", true),
    text("province", "first character of the code where one list spans provinces"),
    key("from", Type::date, "first day"),
    key("to", Type::date, "last day; the row stays readable for ever"),
    key("successors", Type::texts, "districts that took over"),
    nested("office", Type::object, kOffice, "who reviews, and where to ask"),
    kBasis,
    kProvenance,
};
constexpr Schema kDistrictSchema{"a district", kDistrictKeys};

constexpr Key kPolicyKeys[] = {
    text("description", "what it decides", true),
    text("type",
         "flag integer number text date choice choices names duration condition dates table, ? allows none",
         true),
    text("unit", "of a number"),
    key("options", Type::texts, "of a choice or choices"),
    text("vocabulary", "instead of options"),
    text("of", "names: workflows or facts; condition: machine or movement"),
    key("columns", Type::named_values, "of a table: {column: type}"),
    key("final", Type::flag, "cannot be overlaid"),
    choice("lapses", "yearly", "yearly: must be continued each year"),
    other("value", "value", "holds from the pack's first day"),
    other("values", "values", "{first day: {value, basis}}"),
    kBasis,
    kProvenance,
};
constexpr Schema kPolicySchema{"a policy", kPolicyKeys};

constexpr Key kVocabularyKeys[] = {
    text("label", "what people read", true),
    key("terms", Type::named_values, "{code: label} or {code: {label, from, to}}", true),
    key("use", Type::texts, "the codes offered, in order; left out: all"),
    kBasis,
    kProvenance,
};
constexpr Schema kVocabularySchema{"a vocabulary", kVocabularyKeys};

constexpr Key kHelpKeys[] = {
    text("text", "what helps to fill it"),
    text("figure", "a picture beside it"),
};
constexpr Schema kHelp{"help", kHelpKeys};

constexpr Key kSmsKeys[] = {
    text("purpose", "what the code is for", true),
    text("to", "a party, or the phone field it is sent to", true),
};
constexpr Schema kSms{"an SMS code", kSmsKeys};

constexpr Key kFieldKeys[] = {
    text("label", "what people read", true),
    text("type", "a field type of the HTTP contract", true),
    other("required", "condition", "true, false or a condition"),
    other("shown", "condition", "true, false or a condition on fields and account facts"),
    text("vocabulary", "of a choice or choices"),
    nested("help", Type::object, kHelp, "text and figure"),
    text("example", "an answer as it should look"),
    text("unit", "of a number"),
    key("min", Type::number, "least value, or count of photos"),
    key("max", Type::number, "largest value, or count of photos"),
    key("max_length", Type::integer, "characters"),
    text("pattern", "regular expression that RE2 and ECMAScript share"),
    other("default", "answer", "what the form begins with"),
    choice("source", "any camera", "where a photo may come from"),
    text("party", "the account registered with this phone becomes that party"),
    nested("sms", Type::object, kSms, "the answer is a code sent by SMS"),
    choice("credential", "phone password sms_code", "goes to the account, never to the record"),
    text("within", "duration policy: an older date is flagged late"),
    kBasis,
    kProvenance,
};
constexpr Schema kField{"a field", kFieldKeys};

constexpr Key kStepKeys[] = {
    text("step", "its name", true),
    text("title", "what people read", true),
    key("fields", Type::texts, "the fields asked, in order", true),
};
constexpr Schema kStep{"a step", kStepKeys};

constexpr Key kGroupKeys[] = {
    key("fields", Type::texts, "one of them must be answered", true),
    other("when", "condition", "left out: always"),
    kBasis,
    kProvenance,
};
constexpr Schema kGroup{"a group", kGroupKeys};

constexpr Key kDerivedKeys[] = {
    text("label", "what people read", true),
    text("vocabulary", "the values it can have", true),
    text("rule", "module.function of rules/*.lua", true),
    key("override", Type::texts, "roles that may set it by hand, with a reason"),
    kBasis,
    kProvenance,
};
constexpr Schema kDerived{"a derived value", kDerivedKeys};

constexpr Key kCheckKeys[] = {
    text("rule", "module.function of rules/*.lua", true),
    text("field", "where the finding is shown", true),
    choice("level", "refuse flag note", "refuse stops, flag goes to the reviewer, note is shown"),
    text("text", "what is wrong, with the rule's {placeholders}", true),
    kBasis,
    kProvenance,
};
constexpr Schema kCheck{"a check", kCheckKeys};

constexpr Key kFormKeys[] = {
    text("as_in", "starts as this form"),
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
    text("due", "duration policy"),
    text("late", "the transition the system takes when due has passed"),
    key("end", Type::flag, "the case ends here"),
};
constexpr Schema kState{"a state", kStateKeys};

constexpr Key kTransitionKeys[] = {
    key("from", Type::text_or_texts, "states; not for `open`"),
    text("to", "the state it leads to", true),
    key("by", Type::text_or_texts, "parties that may", true),
    text("label", "what people read", true),
    other("when", "condition", "on facts and the register's fields"),
    text("refusal", "what is said when the condition fails"),
    key("check", Type::text_or_texts, "all or [steps]: what is judged"),
    key("do", Type::texts, "effects"),
    other("tell", "tell", "{party: event}"),
    text("reason", "vocabulary of reasons; one must be given"),
    kBasis,
    kProvenance,
};
constexpr Schema kTransition{"a transition", kTransitionKeys};

constexpr Key kWorkflowKeys[] = {
    text("as_in", "starts as this workflow"),
    text("title", "what people read", true),
    text("subject", "filing machine account site", true),
    text("form", "what is filled in", true),
    text("reviewer", "role that is `reviewer`"),
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
    text("hours", "HH:MM-HH:MM"),
    kBasis,
    kProvenance,
};
constexpr Schema kFenceSchema{"a fence", kFenceKeys};

constexpr Key kStoryKeys[] = {
    key("given", Type::named_values, "facts and answers from here on"),
    key("date", Type::date, "the day"),
    text("as", "party", true),
    text("does", "transition", true),
    key("with", Type::named_values, "answers"),
    text("state", "the state afterwards"),
    key("due", Type::date, "the day it is due"),
    key("effects", Type::texts, "exactly these effects"),
    key("tells", Type::named_values, "{party: event}"),
    key("flags", Type::named_values, "{field: code}"),
    text("refused", "not_offered party state guard or check"),
};
constexpr Schema kStory{"a step of a story", kStoryKeys};

constexpr Key kTestKeys[] = {
    key("proves", Type::texts, "rows of the feature list", true),
    key("date", Type::date, "left out: today, the next 1 January and every date of the pack"),
    text("as_in", "starts as this test"),
    text("form", "form that is judged"),
    choice("gate", "entry exit", "gate that is passed"),
    text("workflow", "workflow of the story"),
    text("fence", "fence that is entered"),
    key("given", Type::named_values, "answers and facts"),
    key("expect", Type::named_values, "what must come out"),
    other("rows", "rows", "[[given, expect], …]"),
    nested("story", Type::list, kStory, "what is done, in order"),
};
constexpr Schema kTestSchema{"a test", kTestKeys};

}  // namespace

const Schema kManifestSchema{"pack.yaml", kManifestKeys};
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

}  // namespace nrmm::cities
