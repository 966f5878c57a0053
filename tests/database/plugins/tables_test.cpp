// A plugin's statements on the caller's connection: they see the plugin's own schema, and the caller finds
// his connection as it was.
#include <gtest/gtest.h>

#include "cluster.hpp"
#include "plugins/lent_tables.hpp"
#include "plugins/schema.hpp"

namespace nrmm::plugins {
namespace {

class TablesTest : public ::testing::Test {
 protected:
  TablesTest() {
    const storage::Migration step{1, "0001_note",
                                  "create table note (city_id text not null, id int, text text, "
                                  "primary key (city_id, id));"};
    migrate_plugins(place_.owner_dsn, "nrmm_server", {{"one", {step}}, {"two", {step}}});
  }

  // As the caller, who names the kernel's tables without their schema.
  static void expect_kernel(storage::Session& session) {
    EXPECT_EQ(session.run("select count(*) as n from outbox").front().integer("n"), 0);
  }
  static std::string text_in(const std::string& plugin, storage::Session& session) {
    const Lending lending(plugin, [&session]() -> storage::Session& { return session; });
    const api::Rows rows = lending.tables->run("select text from note", {});
    return rows.size() == 1 ? rows[0].text("text") : std::to_string(rows.size()) + " rows";
  }
  static void write(const std::string& plugin, storage::Session& session, const std::string& text) {
    const Lending lending(plugin, [&session]() -> storage::Session& { return session; });
    lending.tables->run("insert into note (id, text) values (1, $1)", {text});
  }

  nrmm::testing::TestDatabase place_ = nrmm::testing::Cluster::instance().fresh_database();
  storage::Database database_{{.dsn = place_.dsn, .pool = 1}};
};

// The statement is prepared once for each plugin: one text, two schemas, one connection.
TEST_F(TablesTest, OneTextIsEachPluginsOwn) {
  auto session = database_.session("north");
  storage::Transaction transaction(session);
  write("one", session, "first");
  write("two", session, "second");
  EXPECT_EQ(text_in("one", session), "first");
  EXPECT_EQ(text_in("two", session), "second");
  EXPECT_EQ(text_in("one", session), "first");
  expect_kernel(session);
  transaction.commit();
}

TEST_F(TablesTest, ARefusedValueLeavesTheCallersTransactionAsItWas) {
  auto session = database_.session("north");
  storage::Transaction transaction(session);
  write("one", session, "kept");
  EXPECT_THROW(write("one", session, std::string("a\0b", 3)), std::invalid_argument);
  expect_kernel(session);
  transaction.commit();
  EXPECT_EQ(text_in("one", session), "kept");
  expect_kernel(session);
}

// What it writes outside a transaction of the caller's is undone: such calls only read.
TEST_F(TablesTest, WithoutATransactionNothingStays) {
  auto session = database_.session("north");
  write("one", session, "gone");
  EXPECT_EQ(text_in("one", session), "0 rows");
  expect_kernel(session);
}

TEST_F(TablesTest, ACityDoesNotSeeAnothers) {
  {
    auto session = database_.session("north");
    storage::Transaction transaction(session);
    write("one", session, "north's");
    transaction.commit();
  }
  auto session = database_.session("south");
  EXPECT_EQ(text_in("one", session), "0 rows");
}

}  // namespace
}  // namespace nrmm::plugins
