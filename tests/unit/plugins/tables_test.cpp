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
