#include "message.hpp"

#include <optional>
#include <vector>

namespace sms_aliyun {
namespace {

constexpr const char* kDefault = "default";

std::string text_in(const Json& object, const std::string& name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::vector<std::string> texts(const Json& value) {
  if (value.is_string()) return {value.get<std::string>()};
  return value.is_array() ? value.get<std::vector<std::string>>() : std::vector<std::string>();
}

// The template and its variables that a table of the pack has for the name.
std::vector<std::string> chosen(const Json& table, const std::string& name) {
  if (!table.is_object()) return {};
  for (const std::string& each : {name, std::string(kDefault)})
    if (const auto found = table.find(each); found != table.end()) return texts(*found);
  return {};
}

// Of the placeholders that the text was made with, else of the message itself.
std::optional<std::string> value_of(const Json& payload, const std::string& name) {
  if (name == "text") return text_in(payload, "text");
  const Json words = payload.value("words", Json::object());
  const auto found = words.find(name);
  if (found == words.end() || found->is_null() || found->is_structured()) return std::nullopt;
  return found->is_string() ? found->get<std::string>() : found->dump();
}

}  // namespace

std::variant<Message, NoMessage> message_of(const Json& settings, const Json& payload) {
  const bool is_code = !text_in(payload, "code").empty();
  const std::string name = text_in(payload, is_code ? "purpose" : "event");
  const auto wanted = chosen(settings.value(is_code ? "codes" : "notices", Json()), name);
  if (wanted.empty()) return NoMessage{"no template for " + name};
  Message out{text_in(payload, "phone"), wanted.front(), Json::object()};
  if (out.phone.empty()) return NoMessage{"no phone"};
  for (std::size_t i = 1; i < wanted.size(); ++i) {
    const auto value = value_of(payload, wanted[i]);
    if (!value) return NoMessage{"no `" + wanted[i] + "` for the template of " + name};
    out.parameters[wanted[i]] = *value;
  }
  return out;
}

}  // namespace sms_aliyun
