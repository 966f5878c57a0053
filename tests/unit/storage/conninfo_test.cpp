#include "storage/conninfo.hpp"

#include <gmock/gmock.h>

namespace nrmm::storage {
namespace {

using ::testing::ElementsAre;

TEST(EachHost, HasItsOwnPortOrTheOneOfAll) {
  EXPECT_THAT(each_host("host=a,b port=1,2 dbname=n"),
              ElementsAre("dbname='n' host='a' port='1'", "dbname='n' host='b' port='2'"));
  EXPECT_THAT(each_host("host=a,b port=1 target_session_attrs=read-write"),
              ElementsAre("host='a' port='1' target_session_attrs='read-write'",
                          "host='b' port='1' target_session_attrs='read-write'"));
}

TEST(EachHost, OneOrNoneStaysAsItIs) {
  EXPECT_THAT(each_host("host=a"), ElementsAre("host='a'"));
  EXPECT_THAT(each_host("dbname=n"), ElementsAre("dbname=n"));
}

}  // namespace
}  // namespace nrmm::storage
