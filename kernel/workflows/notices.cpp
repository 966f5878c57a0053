#include "workflows/notices.hpp"

#include "cities/plugin_manifest.hpp"
#include "workflows/case_store.hpp"
#include "workflows/message_store.hpp"

namespace nrmm::workflows {
namespace {

std::vector<std::string> channels_for(const cities::Pack& pack, const std::string& event, Date on) {
  const std::string own = "notices." + event;
  return pack.list(pack.policies.contains(own) ? own : "notices.default", on);
}

}  // namespace

void Notices::tell(storage::Session& session, const cities::Pack& pack, const std::string& account,
                   const std::string& event, const Json& words, const Case& about) const {
  const std::string text = pack.text("notice." + event, words);
  for (const std::string& channel : channels_for(pack, event, about.date)) {
    if (channel == "in_app") {
      message_store::add(session, {account, event, text, about.subject_type, about.subject_id});
    } else if (channel == "sms") {
      outbox_.put(session, channel,
                  {{"phone", people_.phone_of(session, account)},
                   {"purpose", "notice"},
                   {"code", ""},
                   {"text", text}});
    }
  }
}

void Notices::tell_plugins(storage::Session& session, const cities::Pack& pack,
                           const Json& transition) const {
  for (const auto& [name, plugin] : pack.manifests)
    for (const cities::ProvidedName& event : plugin->listens)
      outbox_.put(session, plugin_channel(name, event.name), transition);
}

}  // namespace nrmm::workflows
