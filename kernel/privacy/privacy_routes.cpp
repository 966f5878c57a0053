#include "privacy/privacy_routes.hpp"

namespace nrmm::privacy {

using http::Request;

void add_privacy_routes(http::Router& router, const AccountExport& exported, const Erasure& erasure) {
  router.add({.method = "GET",
              .path = "account/export",
              .summary = "All that is kept about the caller, personal values shortened",
              .handler = [&exported](Request& request) { return exported.masked(request); }});
  router.add({.method = "POST",
              .path = "account/export",
              .summary = "The same in full, with the password or a code once more",
              .handler = [&exported](Request& request) { return exported.full(request); },
              .body = users::FreshProof::members()});
  router.add({.method = "GET",
              .path = "account/erasure",
              .summary = "Whether the caller has asked to be forgotten, and what stands against it",
              .handler = [&erasure](Request& request) { return erasure.show(request); }});
  router.add({.method = "POST",
              .path = "account/erasure",
              .summary = "Ask to be forgotten; done when the city's time has passed and nothing holds",
              .handler = [&erasure](Request& request) { return erasure.ask(request); },
              .body = users::FreshProof::members()});
  router.add({.method = "DELETE",
              .path = "account/erasure",
              .summary = "Take the wish back",
              .handler = [&erasure](Request& request) { return erasure.withdraw(request); }});
}

}  // namespace nrmm::privacy
