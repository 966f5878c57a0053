#include "machines/photo_routes.hpp"

#include "base/problem.hpp"
#include "photos/photo_row_store.hpp"

namespace nrmm::machines {
namespace {

using http::Member;
using http::Reach;
using http::Request;
using http::Response;

constexpr int kQuotaPause = 3600;  // seconds until it is worth asking again; the quota itself is a day's

std::int64_t now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

Response upload(Request& request, photos::PhotoStore& store, const PhotoSettings& settings) {
  const photos::Photo photo = photos::accept(request.upload.value().bytes, settings.limits);
  store.put(photo);
  if (photos::photo_row_store::uploaded_today(request.session(), request.actor.account) >=
      settings.per_account_day) {
    Problem too_many(429, "photo.quota");
    too_many.retry_after = kQuotaPause;
    throw too_many;
  }
  const std::string id = photos::photo_row_store::insert(request.session(), photo, request.actor.account);
  return Response::created(
      {{"id", id}, {"sha256", photo.sha256}, {"width", photo.width}, {"height", photo.height}});
}

// An officer who may look at machines sees all that his districts' show; another, what he decides on.
photos::photo_row_store::Reader reader_of(const http::Router& router, const Request& request) {
  photos::photo_row_store::Reader reader{request.actor.account, false, std::nullopt};
  reader.officer = request.reach == Reach::district || request.reach == Reach::city;
  if (reader.officer && router.reach("GET machines", request.actor) < Reach::district)
    reader.roles = request.actor.roles;
  if (request.reach == Reach::district && !request.actor.districts.empty())
    reader.districts = request.actor.districts;
  return reader;
}

void require_reader(const Request& request) {
  if (!request.actor.signed_in()) throw Problem(401, "request.unauthenticated");
  if (request.reach == Reach::allowed) throw Problem(403, "request.forbidden");
}

// The hash of what this request may see. With a signed link nobody needs to be signed in.
std::string visible_hash(const http::Router& router, Request& request, const PhotoLink& link) {
  const std::string& id = request.param("id");
  const auto sig = request.query_maybe("sig");
  if (sig && !link.valid(request.pack->id, id, request.query_or("exp", ""), *sig, now()))
    throw Problem(404, "request.not_found");
  if (!sig) require_reader(request);
  const auto hash =
      sig ? photos::photo_row_store::hash_of(request.session(), id)
          : photos::photo_row_store::hash_for(request.session(), id, reader_of(router, request));
  if (!hash) throw Problem(404, "request.not_found");
  return *hash;
}

Response show(const http::Router& router, Request& request, const photos::PhotoStore& store,
              const PhotoLink& link) {
  if (request.query_flag("url")) require_reader(request);  // a link does not make further links
  const std::string hash = visible_hash(router, request, link);
  if (request.query_flag("url"))
    return Response::ok({{"url", link.make(request.pack->id, request.param("id"), now())}});
  auto bytes = store.get(hash);
  if (!bytes) throw Problem(404, "request.not_found");
  Response answer;
  answer.bytes = std::move(*bytes);
  answer.content_type = "image/jpeg";
  answer.headers = {{"X-Content-Type-Options", "nosniff"}, {"Cache-Control", "private, max-age=300"}};
  return answer;
}

}  // namespace

void add_photo_routes(http::Router& router, photos::PhotoStore& store, PhotoLink link,
                      PhotoSettings settings) {
  router.add({.method = "POST",
              .path = "photos",
              .summary = "Upload one photo (JPEG or PNG by content); it is re-encoded without metadata",
              .handler = [&store, settings](Request& request) { return upload(request, store, settings); },
              .upload = true});
  router.add(
      {.method = "GET",
       .path = "photos/{id}",
       .summary = "The image, or with ?url a link to it that works for five minutes",
       .handler = [&router, &store, link](Request& request) { return show(router, request, store, link); },
       .query = {{.name = "url", .type = Member::Type::flag}, {.name = "exp"}, {.name = "sig"}}});
}

}  // namespace nrmm::machines
