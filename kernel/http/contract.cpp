#include "http/contract.hpp"

#include <charconv>
#include <span>
#include <sstream>
#include <stdexcept>

#include "base/diagnostic.hpp"
#include "cities/answer_notation.hpp"
#include "yaml/parse.hpp"
#include "yaml/read.hpp"

namespace nrmm::embedded {
std::span<const File* const> http_files();
}

namespace nrmm::http {
namespace {

// A file of the contract, read as far as the schemas of all must be known.
struct Sheet {
  std::string tag;
  yaml::Node root;
};

int status_of(std::string_view key) {
  int status = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), status);
  return error == std::errc() && end == key.data() + key.size() ? status : 0;
}

class CallReader {
 public:
  CallReader(const std::string& tag, const std::set<std::string>& names, Diagnostics& diagnostics)
      : tag_(tag), names_(names), diagnostics_(diagnostics) {}

  CallContract read(const yaml::Node& node) {
    CallContract out;
    out.tag = tag_;
    for (const yaml::Entry& entry : node.entries) member(entry, out);
    if (out.answers.empty())
      diagnostics_.error(node.source, "H011", "a call says what it answers", "{ 200: machine }");
    return out;
  }

 private:
  void member(const yaml::Entry& entry, CallContract& out) {
    if (const int status = status_of(entry.key); status >= 200 && status < 300)
      out.answers[status] = entry.value.is_plain("nothing") ? Json() : schema(entry.value);
    else if (entry.key == "bytes")
      out.bytes = yaml::as_text(entry.value, diagnostics_).value_or("");
    else if (entry.key == "etag")
      out.etag = yaml::as_flag(entry.value, diagnostics_).value_or(false);
    else if (entry.key == "refuses")
      for (const yaml::Node& each : entry.value.items)
        out.refuses.insert(static_cast<int>(yaml::as_integer(each, diagnostics_).value_or(0)));
    else if (entry.key == "takes")
      for (const yaml::Entry& each : entry.value.entries) out.takes[each.key] = schema(each.value);
    else
      diagnostics_.error(entry.key_source, "H011", "no part of a call: " + entry.key,
                         "a status of success, bytes, etag, refuses or takes");
  }

  Json schema(const yaml::Node& node) { return cities::noted_schema(node, names_, diagnostics_); }

  const std::string& tag_;
  const std::set<std::string>& names_;
  Diagnostics& diagnostics_;
};

const yaml::Node& part(const yaml::Node& root, const char* name) {
  static const yaml::Node kNothing;
  const yaml::Node* found = root.find(name);
  return found ? *found : kNothing;
}

std::string tag_of(std::string_view file) {
  const std::size_t from = file.rfind('/') + 1;
  return std::string(file.substr(from, file.rfind('.') - from));
}

}  // namespace

Contract Contract::parse(const std::vector<embedded::File>& files) {
  Diagnostics diagnostics;
  Contract contract;
  std::vector<Sheet> sheets;
  std::set<std::string> names = {"form_account", "form_profile", "any_form",
                                 "draft_of_any_form"};  // the city's own
  for (const embedded::File& file : files) {
    if (auto root = yaml::parse(file.text, "kernel/" + std::string(file.name), diagnostics))
      sheets.push_back({tag_of(file.name), std::move(*root)});
  }
  for (const Sheet& sheet : sheets)
    for (const yaml::Entry& each : part(sheet.root, "schemas").entries)
      if (!names.insert(each.key).second)
        diagnostics.error(each.key_source, "H012", "the schema `" + each.key + "` is stated twice", "");
  for (const Sheet& sheet : sheets) {
    contract.tags_.push_back({sheet.tag, part(sheet.root, "description").text});
    for (const yaml::Entry& each : part(sheet.root, "schemas").entries)
      contract.schemas_[each.key] = cities::noted_schema(each.value, names, diagnostics);
    for (const yaml::Entry& each : part(sheet.root, "calls").entries)
      if (!contract.calls_.emplace(each.key, CallReader(sheet.tag, names, diagnostics).read(each.value))
               .second)
        diagnostics.error(each.key_source, "H012", "the call is stated twice: " + each.key, "");
  }
  if (!diagnostics.has_errors()) return contract;
  std::ostringstream out;
  diagnostics.print(out);
  throw std::runtime_error(out.str());
}

const Contract& Contract::built_in() {
  static const Contract kContract = [] {
    std::vector<embedded::File> files;
    for (const embedded::File* file : embedded::http_files())
      if (file->name.starts_with("http/contract/")) files.push_back(*file);
    return parse(files);
  }();
  return kContract;
}

const CallContract* Contract::find(std::string_view call) const {
  const auto at = calls_.find(call);
  return at == calls_.end() ? nullptr : &at->second;
}

std::vector<std::string> Contract::mismatches(const std::vector<Route>& routes) const {
  std::vector<std::string> found;
  std::set<std::string> calls;
  for (const Route& route : routes) {
    const std::string call = call_of(route);
    calls.insert(call);
    if (!find(call)) found.push_back(call + ": a route without a line in kernel/http/contract");
  }
  for (const auto& [call, line] : calls_)
    if (!calls.contains(call)) found.push_back(call + ": a line in kernel/http/contract without a route");
  return found;
}

}  // namespace nrmm::http
