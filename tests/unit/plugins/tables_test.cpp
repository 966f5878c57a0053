#include <gtest/gtest.h>

#include "plugins/lent_tables.hpp"

namespace nrmm::plugins {
namespace {

TEST(Statements, OfOwnTablesMayRun) {
  for (const char* sql :
       {"select id, n.text from note n where n.at < public.nrmm_now()",
        "  INSERT into note (text) values ($1)", "update note set text = $1 where id = $2 returning id",
        "delete from note", "with old as (select id from note) select count(*) from old", "select 1.5 as x"})
    EXPECT_EQ(refused_statement(sql), "") << sql;
}

TEST(Statements, OfOthersTablesMayNot) {
  EXPECT_EQ(refused_statement("select * from public.account"), "`public.account` is not the plugin's own");
  EXPECT_EQ(refused_statement("select * from \"public\".account"),
            "`\"public\".account` is not the plugin's own");
  EXPECT_EQ(refused_statement("select * from X_news.article"), "`x_news.article` is not the plugin's own");
  EXPECT_EQ(refused_statement("select rolname from pg_catalog.pg_roles"),
            "`pg_catalog.pg_roles` is not the plugin's own");
}

TEST(Statements, MayCallWhatTellsTheTimeAndNothingElse) {
  EXPECT_EQ(refused_statement("select public.nrmm_time(public.nrmm_now()), public.nrmm_today()"), "");
  for (const char* sql : {"select public.nrmm_erase_account($1, 'x')", "select public.nrmm_drop_photos($1)",
                          "select public.nrmm_only('public')"})
    EXPECT_NE(refused_statement(sql), "") << sql;
}

// As PostgreSQL reads them: blanks do not separate a schema from its table.
TEST(Statements, OfOthersTablesMayNotWithBlanksEither) {
  for (const char* sql : {"select * from public . account", "select * from public.\n account",
                          "select * from public\t.account", "select * from \"public\" .account"})
    EXPECT_NE(refused_statement(sql), "") << sql;
  EXPECT_EQ(refused_statement("select public . nrmm_now()"), "");
}

// Refused before the plugin's search path is set, which nothing would take back: no statement has failed.
TEST(Statements, WithNulAreRefusedBeforeTheSessionIsTouched) {
  int opened = 0;
  LentTables tables("news", [&opened]() -> storage::Session& {
    ++opened;
    throw std::runtime_error("opened");
  });
  EXPECT_THROW(tables.run("select $1 as t", {std::string("a\0b", 3)}), std::invalid_argument);
  EXPECT_THROW(tables.run(std::string_view("select 1\0", 9), {}), std::invalid_argument);
  EXPECT_EQ(opened, 0);
  EXPECT_THROW(tables.run("select 1 as t", {}), std::runtime_error);
  EXPECT_EQ(opened, 1);
}

TEST(Statements, ThatChangeTheSessionMayNot) {
  EXPECT_EQ(refused_statement("set search_path to public"),
            "`set` is not for plugins: select, insert, update and delete are");
  EXPECT_EQ(refused_statement("drop table note"),
            "`drop` is not for plugins: select, insert, update and delete are");
  EXPECT_EQ(refused_statement("select set_config('app.city', 'x', true)"), "set_config is not for plugins");
  EXPECT_NE(refused_statement(""), "");
}

}  // namespace
}  // namespace nrmm::plugins
