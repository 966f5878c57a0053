#include "workflows/matter_routes.hpp"

namespace nrmm::workflows {
namespace {

using http::Member;
using http::Request;
using http::Response;

const Member kAnswers{"answers", Member::Type::object, true, "field → value"};

Response with_version(Response answer) {
  const auto version = answer.body.at("case").at("version").get<std::int64_t>();
  answer.etag(version);
  return answer;
}

}  // namespace

void add_matter_routes(http::Router& router, const Matters& matters) {
  router.add({.method = "POST",
              .path = "cases",
              .summary = "Hand in a matter of one of the kinds in `cases` of GET city",
              .handler =
                  [&matters](Request& request) {
                    return with_version(Response::created(matters.begin(
                        call_of(request), request.pack, request.text("kind"), request.body["answers"])));
                  },
              .body = {{.name = "kind", .required = true}, kAnswers}});
  router.add(
      {.method = "POST",
       .path = "cases/{id}/submission",
       .summary = "Hand a returned matter in again",
       .handler =
           [&matters](Request& request) {
             return with_version(Response::ok(matters.hand_in_again(
                 call_of(request), request.param("id"), request.body["answers"], request.if_match.value())));
           },
       .body = {kAnswers},
       .needs_version = true});
}

}  // namespace nrmm::workflows
