#include "cities/diagnostic_codes.hpp"

namespace nrmm::cities {
namespace {

constexpr DiagnosticCode kCodes[] = {
    {"P000", "the file cannot be read: syntax, encoding, a link, its size",
     "write it as the hint says; what YAML and Lua can do beyond that is not taken"},
    {"P001", "an unknown key, column or file", "take the name that the hint offers, or one of the reference"},
    {"P002", "the wrong type, or a value that cannot be",
     "write what is expected; codes of digits in quotes"},
    {"P003", "incomplete: a mandatory key is missing, here and in all parents",
     "state it; a misspelt override is reported so, because it is a new definition without its keys"},
    {"P004", "an unknown name: field, fact, value, state, party, effect, pack, name in Lua",
     "take the name that the hint offers, or define it"},
    {"P005", "no `basis`, or one whose document is not in `sources`",
     "name document and article; what no document states takes `provenance: assumed`"},
    {"P006", "the type is another than the parent's", "leave the type out, or define a new name"},
    {"P007", "stated twice", "keep one"},
    {"P008", "the parent says `final`", "leave it as it is"},
    {"P009", "a circle, or a chain of more than three packs", "break it where one name asks for the other"},
    {"P010",
     "a state that nobody reaches or that has no way to an end; a person kept from what cannot follow",
     "add the transition, mark the last state with `end: true`, or name what comes before"},
    {"P011", "a text or an effect that is not there", "write the text, or take a name of the reference"},
    {"P012", "a policy, form or rule that is needed is not there", "state it"},
    {"P013", "nothing uses it", "name it where it is to count, or take it out"},
    {"P014", "`none` finds nothing to take away", "take the inherited name that the hint offers"},
    {"P015", "the rule file does not run, or does not return its functions",
     "mend the line; a file runs once when it is loaded, without answers"},
    {"P016", "an unknown `{placeholder}`", "take one of those that this text can have"},
    {"P017", "a district's code that cannot be, is used twice, or is another pack's",
     "give it a code of its own"},
    {"P020", "a new name that looks like an inherited one",
     "write the inherited name, or one that cannot be taken for it"},
    {"P021", "warning: a value for one year ends within 60 days", "state the next year's"},
    {"P022", "note: assumed, no document states it", "find the article, or have it confirmed"},
    {"P023", "warning: the pack ends within 90 days, or has ended", "prepare the pack that follows"},
    {"G001", "no such plugin, or one of kind cpp that does not run in this server",
     "install it, or name another"},
    {"G002", "a setting that the plugin does not have", "take the name that the hint offers"},
    {"G003", "a setting of another type", "write what the manifest's line wants"},
    {"G004", "a setting that every pack must state", "state it"},
    {"G005", "the plugin's name is not the folder's, or no name", "name it as its folder"},
    {"G006", "written for another api level", "take the plugin that fits this program"},
    {"G007", "kind and files do not fit", "put the files there that its kind has"},
    {"G008", "a capability or a kind of name that there is not, or not for this kind", "leave it out"},
    {"G009", "provided, but `init.lua` does not define it, or not for `(answers, ctx)`", "define it"},
    {"G010", "defined in `init.lua`, but not provided", "provide it, or make it local"},
    {"G011", "the pack names the plugin and uses nothing of it", "name one of its rules, or drop the plugin"},
    {"G012", "a default or options that do not fit the setting", "make them fit its type"},
    {"G013", "a rule file of the pack has the plugin's name", "rename the file"},
    {"G014", "a fact can have a value that the vocabulary lacks", "add the term"},
};

}  // namespace

std::span<const DiagnosticCode> diagnostic_codes() { return kCodes; }

}  // namespace nrmm::cities
