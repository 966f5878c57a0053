#include "http/figure_routes.hpp"

#include "base/problem.hpp"

namespace nrmm::http {
namespace {

Response show(Request& request) {
  const auto& figures = request.pack->figures;
  const auto found = figures.find("figures/" + request.param("name"));
  if (found == figures.end()) throw Problem(404, "request.not_found");
  const bool that_one = request.query_or("v", "") == found->second.digest;
  Response answer;
  answer.bytes = found->second.svg;
  answer.content_type = "image/svg+xml";
  answer.headers["Cache-Control"] = that_one ? "public, max-age=31536000, immutable" : "public, max-age=300";
  return answer;
}

}  // namespace

void add_figure_routes(Router& router) {
  router.add(
      {.method = "GET",
       .path = "figures/{name}",
       .summary = "A drawing that helps to fill a field, as its form names it",
       .handler = show,
       .query = {{.name = "v", .description = "as the form gave it: the answer may be kept for ever"}}});
}

}  // namespace nrmm::http
