#include "plugins/route_contract.hpp"

#include "cities/answer_notation.hpp"
#include "yaml/parse.hpp"

namespace nrmm::plugins {
namespace {

using http::CallContract;

// A text of the notation that is known to be sound.
Json noted(const char* text) {
  Diagnostics diagnostics;
  const auto node = yaml::parse(text, "route_contract.cpp", diagnostics);
  return node ? cities::noted_schema(*node, {}, diagnostics) : Json::object();
}

Json schema_of(const cities::PluginMember& field) {
  if (field.type == "any") return {{"description", field.description}};
  if (field.type == "text")
    return {{"type", "string"}, {"maxLength", field.max_length}, {"description", field.description}};
  const std::string type = field.type == "flag" ? "boolean" : field.type;
  return {{"type", type}, {"description", field.description}};
}

// As records.cpp shows it. Fields that were sent when the manifest was another stay as they are.
Json record_schema(const cities::PluginRecord& record) {
  Json schema =
      noted("{id: id, version: count, answers: object, created_at: time, updated_at: time, 'author?': text}");
  Json& answers = schema["properties"]["answers"];
  answers["properties"] = Json::object();
  for (const cities::PluginMember& field : record.fields)
    answers["properties"][field.name] = schema_of(field);
  return schema;
}

void add_record_answers(const cities::PluginRecord& record, const std::string& does, CallContract& to) {
  to.refuses = {422};
  to.etag = does == "show" || does == "create" || does == "change";
  if (does == "withdraw") {
    to.answers[204] = Json();
    return;
  }
  Json schema = record_schema(record);
  if (does == "list") {
    Json page = noted("page of any");
    page["properties"]["items"]["items"] = std::move(schema);
    schema = std::move(page);
  }
  to.answers[does == "create" ? 201 : 200] = std::move(schema);
}

}  // namespace

CallContract contract_of(const cities::PluginManifest& plugin, const cities::PluginRoute& route) {
  CallContract out;
  out.tag = plugin.name;
  if (!plugin.is_cpp()) {
    add_record_answers(plugin.record(route.record), route.does, out);
    return out;
  }
  out.maybe_etag = true;
  out.refuses = {404, 409, 422, 429};
  for (const int status : {200, 201, 202}) out.answers[status] = Json::object();
  out.answers[204] = Json();
  return out;
}

}  // namespace nrmm::plugins
