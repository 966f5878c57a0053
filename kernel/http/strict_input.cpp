#include "http/strict_input.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "http/bad_request.hpp"
#include "http/multipart.hpp"

namespace nrmm::http {
namespace {

[[noreturn]] void refuse(const char* code, const std::string& field) { throw bad_request(code, field); }

const Member* declared(const std::vector<Member>& members, std::string_view name) {
  const auto at =
      std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.name == name; });
  return at == members.end() ? nullptr : &*at;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || at != text.data() + text.size()) return std::nullopt;
  return value;
}

void check_query_value(const Member& member, const std::string& value) {
  if (member.type == Member::Type::integer && !whole_number(value)) refuse("request.type", member.name);
  if (member.type == Member::Type::flag && !value.empty() && value != "true" && value != "false")
    refuse("request.type", member.name);
  if (code_points(value) > member.max_length) refuse("request.too_long", member.name);
}

void settle_limit(std::map<std::string, std::string, std::less<>>& query) {
  const auto given = query.try_emplace("limit", "20").first;
  const std::int64_t rows = whole_number(given->second).value_or(0);
  if (rows < 1 || rows > 100) refuse("request.limit", "limit");
}

bool of_type(Member::Type type, const Json& value) {
  switch (type) {
    case Member::Type::text:
      return value.is_string();
    case Member::Type::integer:
      return value.is_number_integer();
    case Member::Type::number:
      return value.is_number();
    case Member::Type::flag:
      return value.is_boolean();
    case Member::Type::object:
      return value.is_object();
    case Member::Type::array:
      return value.is_array();
    case Member::Type::any:
      return true;
  }
  return false;
}

Json parsed(const std::string& text) {
  try {
    return parse_json(text);
  } catch (const JsonError& error) {
    const bool twice = error.kind == JsonError::Kind::duplicate_key;
    throw bad_request(twice ? "request.duplicate_key" : "request.malformed", error.path);
  }
}

void check_members(const std::vector<Member>& members, const Json& body) {
  for (const auto& [name, value] : body.items()) {
    const Member* member = declared(members, name);
    if (!member) refuse("request.unknown_key", name);
    if (!of_type(member->type, value)) refuse("request.type", name);
    if (value.is_string() && code_points(value.get_ref<const std::string&>()) > member->max_length)
      refuse("request.too_long", name);
  }
  for (const Member& member : members) {
    if (member.required && !body.contains(member.name)) refuse("request.missing", member.name);
  }
}

// "application/json", also with charset=utf-8; nothing else.
bool is_json(const std::string& content_type) {
  std::string plain;
  for (const char c : ascii_upper(content_type)) {
    if (c != ' ' && c != '"') plain += c;
  }
  return plain == "APPLICATION/JSON" || plain == "APPLICATION/JSON;CHARSET=UTF-8";
}

void check_no_coding(const Incoming& incoming) {
  if (incoming.headers.find("Content-Encoding")) throw Problem(415, "request.media_type");
  if (incoming.headers.count("Content-Type") > 1) throw Problem(400, "request.malformed");
}

}  // namespace

std::map<std::string, std::string, std::less<>> checked_query(const Route& route, const Target& target) {
  std::map<std::string, std::string, std::less<>> query;
  for (const auto& [name, value] : target.query) {
    const Member* member = declared(route.query, name);
    if (!member) refuse("request.unknown_key", name);
    check_query_value(*member, value);
    if (!query.emplace(name, value).second) refuse("request.duplicate_key", name);
  }
  for (const Member& member : route.query) {
    if (member.required && !query.contains(member.name)) refuse("request.missing", member.name);
  }
  if (declared(route.query, "limit")) settle_limit(query);
  return query;
}

Json checked_body(const Route& route, Incoming& incoming, std::size_t limit) {
  check_no_coding(incoming);
  Json body = Json::object();
  if (incoming.body && !incoming.body->empty()) {
    const std::string* type = incoming.headers.find("Content-Type");
    if (!type || !is_json(*type)) throw Problem(415, "request.media_type");
    const std::string text = incoming.body->read(limit);
    if (!text.empty()) body = parsed(text);
  }
  if (!body.is_object()) refuse("request.type", "");
  check_members(route.body, body);
  return body;
}

bool has_exactly(const Json& body, std::initializer_list<const char*> members) {
  return body.size() == members.size() &&
         std::all_of(members.begin(), members.end(), [&](const char* name) { return body.contains(name); });
}

Upload checked_upload(Incoming& incoming, std::size_t limit) {
  check_no_coding(incoming);
  const std::string* type = incoming.headers.find("Content-Type");
  if (!type || !ascii_upper(*type).starts_with("MULTIPART/FORM-DATA"))
    throw Problem(415, "request.media_type");
  const std::string boundary = multipart_boundary(*type);
  if (!incoming.body) throw Problem(400, "request.malformed");
  return parse_single_part(boundary, incoming.body->read(limit));
}

void check_no_body(const Incoming& incoming) {
  if (incoming.body && !incoming.body->empty()) throw Problem(400, "request.malformed");
}

std::vector<Member> list_query(std::vector<Member> filters) {
  filters.push_back({"limit", Member::Type::integer, false, "rows at most, 1..100, default 20"});
  filters.push_back({"cursor", Member::Type::text, false, "`next` of the page before"});
  return filters;
}

}  // namespace nrmm::http
