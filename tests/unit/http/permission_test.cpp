// X068: deny by default, the matrix is the specification. X076: a token of another city is no token.
#include "fakes.hpp"

namespace nrmm::testing {
namespace {

class Permission : public ::testing::Test {
 protected:
  Permission() {
    for (const auto path : {"open", "mine", "area", "forgotten"})
      bench.router.add({.method = "GET", .path = path, .summary = "", .handler = [](http::Request& request) {
                          return http::Response::ok({{"reach", http::name_of(request.reach)}});
                        }});
    bench.router.add({.method = "GET",
                      .path = "password",
                      .summary = "",
                      .handler = [](http::Request&) { return http::Response::no_content(); },
                      .any_password_state = true});
    bench.works.actors = {actor("owner", {"owner"}), actor("officer", {"district_auditor"}),
                          actor("both", {"owner", "city_auditor"}), actor("fresh", {"owner"}),
                          actor("stranger", {"owner"})};
    bench.works.actors[3].must_change_password = true;
    bench.works.actors[4].city = "elsewhere";
  }

  http::Outgoing get(const std::string& path, const std::string& token = "") {
    if (token.empty()) return bench.send("GET", "/somewhere/v1/" + path);
    return bench.send("GET", "/somewhere/v1/" + path, "", {{"Authorization", "Bearer " + token}});
  }

  Bench bench{
      "GET open: { anyone: allowed }\nGET mine: { signed_in: own }\nGET password: { signed_in: own }\n"
      "GET area: { owner: own, district_auditor: district, city_auditor: city }\n"};
};

TEST_F(Permission, lets_anyone_in_where_it_says_so) { EXPECT_EQ(get("open").status, 200); }

TEST_F(Permission, wants_a_token_elsewhere) {
  const auto answer = get("mine");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(*answer.headers.find("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(get("mine", "owner").status, 200);
}

TEST_F(Permission, refuses_a_dead_token_even_where_strangers_are_welcome) {
  EXPECT_EQ(get("open", "dead").status, 401);
  EXPECT_EQ(bench.send("GET", "/somewhere/v1/open", "", {{"Authorization", "Basic b3duZXI="}}).status, 401);
}

TEST_F(Permission, refuses_another_citys_token) { EXPECT_EQ(get("mine", "stranger").status, 401); }

TEST_F(Permission, takes_no_token_from_the_query) {
  EXPECT_EQ(bench.send("GET", "/somewhere/v1/mine?token=owner").status, 401);
  EXPECT_EQ(bench.send("GET", "/somewhere/v1/mine?access_token=owner").status, 401);
}

TEST_F(Permission, gives_the_widest_reach_of_several_roles) {
  EXPECT_EQ(Bench::json(get("area", "owner"))["reach"], "own");
  EXPECT_EQ(Bench::json(get("area", "officer"))["reach"], "district");
  EXPECT_EQ(Bench::json(get("area", "both"))["reach"], "city");
}

TEST_F(Permission, denies_a_route_without_a_line) {
  EXPECT_EQ(get("forgotten").status, 401);
  EXPECT_EQ(get("forgotten", "both").status, 403);
}

TEST_F(Permission, holds_back_who_must_change_the_password) {
  const auto answer = get("mine", "fresh");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(Bench::json(answer)["code"], "account.password_change_required");
  EXPECT_EQ(get("password", "fresh").status, 204);
}

TEST_F(Permission, names_routes_without_a_line_and_lines_without_a_route) {
  EXPECT_THAT(bench.router.mismatches(), ::testing::ElementsAre(::testing::HasSubstr("GET forgotten")));
  http::Router none({}, http::Permissions::parse("GET gone: { anyone: allowed }\n", "test"));
  EXPECT_THAT(none.mismatches(), ::testing::ElementsAre(::testing::HasSubstr("GET gone")));
}

TEST_F(Permission, refuses_a_matrix_that_is_misspelt) {
  EXPECT_THROW(http::Permissions::parse("GET x: { owners: own }\n", "test"), std::runtime_error);
  EXPECT_THROW(http::Permissions::parse("GET x: { owner: all }\n", "test"), std::runtime_error);
  EXPECT_THROW(http::Permissions::parse("GET x:\n", "test"), std::runtime_error);
  EXPECT_THROW(http::Permissions::parse("GET x: { owner: own }\nGET x: { owner: own }\n", "test"),
               std::runtime_error);
}

TEST_F(Permission, built_in_matrix_reads) { EXPECT_GT(http::Permissions::built_in().calls().size(), 30u); }

}  // namespace
}  // namespace nrmm::testing
