#include "machines/photo_routes.hpp"

#include "base/problem.hpp"
#include "photos/photo_row_store.hpp"

namespace nrmm::machines {
namespace {

using http::Member;
using http::Reach;
using http::Request;
using http::Response;

std::int64_t now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(since).count();
}

// An officer who may look at machines sees all that his districts' show; another, what he decides on.
photos::photo_row_store::Reader reader_of(const http::Router& router, const Request& request) {
  photos::photo_row_store::Reader reader{request.actor.account, false, std::nullopt};
  reader.officer = request.reach == Reach::district || request.reach == Reach::city;
  if (reader.officer && router.reach("GET machines", request.actor) < Reach::district)
    reader.roles = request.actor.roles;
  if (request.reach == Reach::district && !request.actor.districts.empty())
    reader.districts = request.actor.districts;
  reader.departments = request.actor.departments;
  reader.township = request.actor.township;
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
                      const PhotoUpload& upload) {
  router.add({.method = "POST",
              .path = "photos",
              .summary = "Upload one photo (JPEG or PNG by content); it is re-encoded without metadata",
              .handler = [&upload](Request& request) { return upload.take(request); },
              .query = {{.name = "ticket", .description = "where the field wants the camera"}},
              .upload = true,
              .before = [&upload](Request& request) { upload.check(request); }});
  router.add({.method = "POST",
              .path = "photos/tickets",
              .summary = "Leave to take one photo with the camera now, for a field that wants it",
              .handler = [&upload](Request& request) { return upload.give_ticket(request); },
              .body = {{.name = "form", .required = true}, {.name = "field", .required = true}}});
  router.add(
      {.method = "GET",
       .path = "photos/{id}",
       .summary = "The image, or with ?url a link to it that works for five minutes",
       .handler = [&router, &store, link](Request& request) { return show(router, request, store, link); },
       .query = {{.name = "url", .type = Member::Type::flag}, {.name = "exp"}, {.name = "sig"}}});
}

}  // namespace nrmm::machines
