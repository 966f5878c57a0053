#include "machines/photo_upload.hpp"

#include "audit/audit.hpp"
#include "base/problem.hpp"
#include "http/bad_request.hpp"
#include "photos/photo_doubts.hpp"
#include "photos/photo_row_store.hpp"
#include "photos/photo_ticket_store.hpp"
#include "storage/counters.hpp"
#include "workflows/case_store.hpp"
#include "workflows/form_photos.hpp"

namespace nrmm::machines {
namespace {

namespace rows = photos::photo_row_store;
namespace tickets = photos::photo_ticket_store;

constexpr int kQuotaPause = 3600;  // seconds until it is worth asking again; the quota itself is a day's
constexpr std::chrono::hours kDay{24};
constexpr int kTriesPerPhoto = 2;  // what is refused takes the same work

[[noreturn]] void refuse_quota() {
  Problem too_many(429, "photo.quota");
  too_many.retry_after = kQuotaPause;
  throw too_many;
}

void record(http::Request& request, const std::string& id, const photos::Photo& photo,
            const rows::Provenance& provenance) {
  audit::Entry entry{.action = "photo.upload", .object_type = "photo", .object_id = id};
  entry.after = {{"sha256", photo.sha256}, {"live_for", provenance.live_for}, {"doubts", provenance.doubts}};
  entry.pack_revision = request.pack->revision;
  audit::record(request.session(), request.actor, {request.address, request.request_id}, entry);
}

}  // namespace

void PhotoUpload::check(http::Request& request) const {
  storage::Session& session = request.session();
  const std::string& account = request.actor.account;
  if (rows::uploaded_today(session, account) >= settings_.per_account_day) refuse_quota();
  const auto ticket = request.query_maybe("ticket");
  if (ticket && !tickets::good(session, account, *ticket)) throw Problem(422, "photo.ticket");
  const int tries = kTriesPerPhoto * settings_.per_account_day;
  if (!storage::take(session, "photo/" + account, tries, kDay)) refuse_quota();
}

http::Response PhotoUpload::take(http::Request& request) const {
  const photos::Photo photo = photos::accept(request.upload.value().bytes, settings_.limits);
  store_.put(photo);
  storage::Session& session = request.session();
  rows::take_turn(session, request.actor.account);  // many at once do not pass the quota together
  if (rows::uploaded_today(session, request.actor.account) >= settings_.per_account_day) refuse_quota();
  rows::Provenance provenance;
  if (const auto sent = request.query_maybe("ticket")) {
    const auto ticket = tickets::redeem(session, request.actor.account, *sent);
    if (!ticket) throw Problem(422, "photo.ticket");
    provenance.live_for = ticket->live_for;
    provenance.ticket_at = ticket->created_at;
    provenance.doubts = photos::doubts_of(photo, ticket->created, ticket->now);
  }
  if (!photo.exif.empty() && request.pack->flag("photos.keep_exif", workflows::case_store::today(session)))
    provenance.exif = personal_.seal(dump_json(photo.exif), session.city());
  const std::string id = rows::insert(session, photo, request.actor.account, provenance);
  record(request, id, photo, provenance);
  return http::Response::created(
      {{"id", id}, {"sha256", photo.sha256}, {"width", photo.width}, {"height", photo.height}});
}

http::Response PhotoUpload::give_ticket(http::Request& request) const {
  const cities::Form* form = request.pack->form(request.text("form"));
  if (!form) throw http::bad_request("request.type", "form");
  const cities::Field* field = form->field(request.text("field"));
  if (!field || !workflows::is_photo(*field)) throw http::bad_request("request.type", "field");
  storage::Session& session = request.session();
  const std::string& account = request.actor.account;
  if (!storage::take(session, "photo-ticket/" + account, settings_.per_account_day, kDay)) refuse_quota();
  const auto minutes = request.pack->policy("photos.ticket_minutes", workflows::case_store::today(session));
  const auto issued = tickets::issue(session, account, workflows::live_for(*form, *field),
                                     std::chrono::minutes(minutes.get<int>()));
  auto answer = http::Response::created({{"ticket", issued.ticket}, {"expires_at", issued.expires_at}});
  answer.secrets = {"ticket"};
  return answer;
}

}  // namespace nrmm::machines
