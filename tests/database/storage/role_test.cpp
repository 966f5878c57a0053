#include <gmock/gmock.h>

#include "fixture.hpp"
#include "storage/migrator.hpp"

namespace nrmm::storage {
namespace {

using nrmm::testing::Cluster;
using ::testing::HasSubstr;

// X074: a server whose role could pass by row-level security does not start.
class Role : public DatabaseTest {
 protected:
  std::string refusal(const std::string& dsn) {
    try {
      Database({.dsn = dsn, .pool = 1}).verify_role_and_schema();
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "fine";
  }
  std::string refusal_of_role(const std::string& name, const std::string& attributes) {
    return refusal(Cluster::instance().dsn_for(place_, name, attributes));
  }
};

TEST_F(Role, TheServersOwnIsFine) { EXPECT_EQ(refusal(place_.dsn), "fine"); }

TEST_F(Role, RefusesWhoCouldPassByRowSecurity) {
  EXPECT_THAT(refusal(place_.root_dsn), HasSubstr("is a superuser"));
  EXPECT_THAT(refusal(place_.owner_dsn), HasSubstr("owns tables"));
  EXPECT_THAT(refusal_of_role("passes_by", "bypassrls"), HasSubstr("bypass"));
  EXPECT_THAT(refusal_of_role("makes_roles", "createrole"), HasSubstr("create roles"));
  EXPECT_THAT(refusal_of_role("is_owner_too", "in role nrmm_owner"), HasSubstr("owns tables"));
  EXPECT_THAT(refusal_of_role("becomes_root", "noinherit in role nrmm_root"), HasSubstr("superuser"));
}

TEST_F(Role, RefusesADatabaseWithoutSchema) {
  EXPECT_THAT(refusal(Cluster::instance().empty_database().dsn), HasSubstr("run nrmm migrate"));
}

TEST_F(Role, RefusesATableWhoseRowSecurityWasTakenAway) {
  Database owner({.dsn = place_.owner_dsn, .pool = 1});
  owner.session("").run("alter table machine no force row level security");
  EXPECT_THAT(refusal(place_.dsn), HasSubstr("table machine has no row-level security"));
}

struct Right {
  const char* statement;
  const char* outcome;
};

TEST_F(Role, MayDoWhatItNeedsAndNothingElse) {
  Session session = alone_.session("city_a");
  for (const Right& right :
       {Right{"delete from code_ledger", "42501"}, Right{"update code_ledger set city_id = 'x'", "42501"},
        Right{"update code_ledger set state = 'void'", "done"},
        Right{"update audit set result = 'x'", "42501"}, Right{"delete from audit", "42501"},
        Right{"delete from audit_chain", "42501"}, Right{"update pack_revision set revision = 'x'", "42501"},
        Right{"delete from pack_revision", "42501"}, Right{"delete from decision", "42501"},
        Right{"update case_event set reason = 'x'", "42501"},
        Right{"insert into demo_clock (shift) values ('1 day')", "42501"},
        Right{"delete from migration", "42501"}, Right{"create table mine (id int)", "42501"},
        Right{"alter table machine disable row level security", "42501"},
        Right{"drop policy city on machine", "42501"}, Right{"delete from machine", "done"},
        Right{"create or replace function nrmm_city() returns text language sql as 'select 1::text'",
              "42501"},
        Right{"set role nrmm_owner", "42501"}})
    EXPECT_EQ(sql_state([&] { session.run(right.statement); }), right.outcome) << right.statement;
  for (const Row table : session.run(
           "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"))
    EXPECT_EQ(sql_state([&] { session.run("truncate " + table.text("relname") + " cascade"); }), "42501")
        << table.text("relname");
}

}  // namespace
}  // namespace nrmm::storage
