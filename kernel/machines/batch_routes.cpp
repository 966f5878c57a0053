#include "machines/batch_routes.hpp"

namespace nrmm::machines {
namespace {

using http::Member;
using http::Request;
using http::Response;
using workflows::call_of;

Response csv_file(std::string text, const char* name) {
  Response answer;
  answer.bytes = std::move(text);
  answer.content_type = "text/csv; charset=utf-8";
  answer.headers["Content-Disposition"] = std::string("attachment; filename=\"") + name + "\"";
  return answer;
}

const Member kKind{"kind", Member::Type::text, false, "one of the city's filings; left out: the first"};

void add_files(http::Router& router, const BatchService& batches) {
  router.add(
      {.method = "GET",
       .path = "batches/template",
       .summary = "An empty table (CSV) with the columns of the city's form",
       .handler =
           [&batches](Request& request) {
             return csv_file(batches.blank(call_of(request), request.pack, request.query_or("kind", ""),
                                           request.query_flag("photos")),
                             "template.csv");
           },
       .query = {
           kKind,
           {.name = "photos", .type = Member::Type::flag, .description = "with columns for ids of photos"}}});
  router.add({.method = "GET",
              .path = "batches/{id}/errors",
              .summary = "What is wrong with the rows of a table (CSV)",
              .handler = [&batches](Request& request) {
                return csv_file(batches.errors(call_of(request), request.pack, request.param("id")),
                                "errors.csv");
              }});
}

}  // namespace

void add_batch_routes(http::Router& router, const BatchService& batches) {
  router.add({.method = "POST",
              .path = "batches",
              .summary = "Filings from a table (CSV), a result for each row",
              .handler =
                  [&batches](Request& request) {
                    const BatchWish wish{request.query_or("kind", ""), request.query_flag("for_review")};
                    return Response::created(
                        batches.take(call_of(request), request.pack, wish, request.upload->bytes));
                  },
              .query = {kKind,
                        {.name = "for_review",
                         .type = Member::Type::flag,
                         .description = "hand good rows in; else they are drafts"}},
              .upload = true});
  router.add({.method = "GET",
              .path = "batches/{id}",
              .summary = "A table that was handed in, with what became of each row",
              .handler = [&batches](Request& request) {
                return Response::ok(batches.view(call_of(request), request.param("id")));
              }});
  add_files(router, batches);
}

}  // namespace nrmm::machines
