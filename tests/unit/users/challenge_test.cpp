#include "users/challenge.hpp"

#include <set>

#include <gtest/gtest.h>

namespace nrmm::users {
namespace {

TEST(Challenge, NumbersInWords) {
  const std::pair<int, const char*> numbers[] = {{0, "零"},    {7, "七"},      {10, "十"},   {15, "十五"},
                                                 {20, "二十"}, {34, "三十四"}, {90, "九十"}, {99, "九十九"}};
  for (const auto& [value, words] : numbers) EXPECT_EQ(chinese_number(value), words);
}

// X054: a question in words, an answer in digits; many of them, and no answer stands in its question.
TEST(Challenge, QuestionsDiffer) {
  std::set<std::string> texts, answers;
  for (std::uint32_t seed = 0; seed < 10000; ++seed) {
    const Question question = question_of(seed);
    texts.insert(question.text);
    answers.insert(question.answer);
    ASSERT_EQ(question.text.find_first_of("0123456789"), std::string::npos) << question.text;
    const int answer = std::stoi(question.answer);
    ASSERT_TRUE(answer >= 10 && answer <= 100) << question.text;
  }
  EXPECT_GT(texts.size(), 9000U);
  EXPECT_GT(answers.size(), 80U);
}

TEST(Challenge, TheAnswerIsRight) {
  EXPECT_EQ(question_of(0).text, "十加十等于多少？请用数字回答。");
  EXPECT_EQ(question_of(0).answer, "20");
  EXPECT_EQ(question_of(4).text, "二十减去十等于多少？请用数字回答。");
  EXPECT_EQ(question_of(4).answer, "10");
}

}  // namespace
}  // namespace nrmm::users
