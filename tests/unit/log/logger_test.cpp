// X108: what is logged stays one line of JSON and moves no cursor.
#include "log/logger.hpp"

#include <filesystem>
#include <fstream>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

namespace nrmm::log {
namespace {

class LogFile : public ::testing::Test {
 protected:
  LogFile()
      : path_(std::filesystem::path(::testing::TempDir()) / ("nrmm-log-" + std::to_string(::getpid()))) {}
  ~LogFile() override { std::filesystem::remove(path_); }

  std::vector<std::string> lines() const {
    std::ifstream file(path_);
    std::vector<std::string> all;
    for (std::string line; std::getline(file, line);) all.push_back(line);
    return all;
  }

  std::filesystem::path path_;
};

TEST_F(LogFile, a_line_is_a_json_object) {
  Logger(path_, Level::info).info("started", {{"port", 8080}, {"city", "某市"}});
  const Json line = parse_json(lines().at(0));
  EXPECT_EQ(line["level"], "info");
  EXPECT_EQ(line["message"], "started");
  EXPECT_EQ(line["port"], 8080);
  EXPECT_EQ(line["city"], "某市");
  EXPECT_TRUE(line.contains("time"));
}

TEST_F(LogFile, nothing_breaks_out_of_its_line) {
  const std::string hostile = "a\r\n{\"level\":\"error\"}\x1B[2J\x7F\xC2\x9B\xE2\x80\xAE\xE2\x80\xA8\"}";
  Logger(path_, Level::info).warning(hostile, {{hostile, hostile}});
  ASSERT_EQ(lines().size(), 1u);
  const std::string line = lines()[0];
  for (const auto bytes : {"\r", "\x1B", "\x7F", "\xC2\x9B", "\xE2\x80\xAE", "\xE2\x80\xA8"})
    EXPECT_EQ(line.find(bytes), std::string::npos);
  EXPECT_EQ(parse_json(line)["message"], hostile);
  EXPECT_EQ(parse_json(line)[hostile], hostile);
}

TEST_F(LogFile, bytes_that_are_no_text_are_written_all_the_same) {
  Logger(path_, Level::info).info("\xFF\xC0", {{"x", "\xED\xA0"}});
  EXPECT_NO_THROW(parse_json(lines().at(0)));
}

TEST_F(LogFile, carries_the_requests_id_of_its_thread) {
  Logger logger(path_, Level::info);
  {
    const RequestScope scope("r-1");
    logger.info("inside");
    std::thread([&] { logger.info("elsewhere"); }).join();
  }
  logger.info("after");
  EXPECT_EQ(parse_json(lines().at(0))["request_id"], "r-1");
  EXPECT_FALSE(parse_json(lines().at(1)).contains("request_id"));
  EXPECT_FALSE(parse_json(lines().at(2)).contains("request_id"));
}

TEST_F(LogFile, a_line_of_background_work_names_it) {
  Logger logger(path_, Level::info);
  {
    const JobScope scope("outbox");
    logger.info("at work");
  }
  logger.info("before and after");
  const Json line = parse_json(lines().at(0));
  EXPECT_EQ(line["job"], "outbox");
  EXPECT_FALSE(line.contains("request_id"));
  EXPECT_FALSE(parse_json(lines().at(1)).contains("job"));
}

TEST_F(LogFile, another_thread_can_speak_for_a_request) {
  Logger logger(path_, Level::info);
  const RequestScope scope("the-id");
  std::thread([&logger, of = origin()] {
    const OriginScope scope(of);
    logger.info("elsewhere");
  }).join();
  EXPECT_EQ(parse_json(lines().at(0))["request_id"], "the-id");
}

TEST_F(LogFile, leaves_out_what_is_below_its_level) {
  Logger logger(path_, Level::warning);
  logger.info("quiet");
  logger.error("loud");
  ASSERT_EQ(lines().size(), 1u);
  EXPECT_EQ(parse_json(lines()[0])["level"], "error");
}

TEST_F(LogFile, lines_of_several_threads_stay_whole) {
  Logger logger(path_, Level::info);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 200; ++n) logger.info(std::string(300, 'x'), {{"n", n}});
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(lines().size(), 800u);
  for (const auto& line : lines()) EXPECT_NO_THROW(parse_json(line));
}

TEST_F(LogFile, goes_on_in_a_new_file_after_rotation) {
  Logger logger(path_, Level::info);
  logger.info("before");
  std::filesystem::remove(path_);
  logger.reopen();
  logger.info("after");
  ASSERT_EQ(lines().size(), 1u);
}

TEST(Blotted, hides_runs_of_digits_that_could_be_somebodys) {
  EXPECT_EQ(blotted("Key (phone)=(13800001111) 40001"), "Key (phone)=([digits]) 40001");
  EXPECT_EQ(blotted("11010119900307123X"), "[digits]X");
}

}  // namespace
}  // namespace nrmm::log
