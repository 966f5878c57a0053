#include "workflows/notices.hpp"

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
                   {"event", event},
                   {"text", text},
                   {"words", words}});
    }
  }
}

void Notices::tell_officer(storage::Session& session, const cities::Pack& pack, const std::string& account,
                           const std::string& event, const Json& words, const Case& about) const {
  Case opened = about;
  opened.subject_type = "case";
  opened.subject_id = about.id;
  tell(session, pack, account, event, words, opened);
}

}  // namespace nrmm::workflows
