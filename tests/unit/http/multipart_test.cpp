// X049: a multipart body is one file part or nothing.
#include "http/multipart.hpp"

#include <gtest/gtest.h>

#include "base/problem.hpp"

namespace nrmm::http {
namespace {

const std::string kHead = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n";

std::string part(const std::string& disposition) {
  return "--b\r\nContent-Disposition: " + disposition + "\r\n\r\nX\r\n--b--\r\n";
}

bool refused(const std::string& body) {
  try {
    parse_single_part("b", std::string(body));
    return false;
  } catch (const Problem& problem) {
    return problem.status == 400;
  }
}

bool name_refused(const std::string& name) {
  return refused(part("form-data; name=\"file\"; filename=\"" + name + "\""));
}

TEST(Multipart, takes_one_file) {
  const std::string bytes("\xFF\xD8\0--b\r\n--", 10);
  EXPECT_EQ(parse_single_part("b", kHead + bytes + "\r\n--b--\r\n").bytes, bytes);
  EXPECT_EQ(parse_single_part("b", kHead + "\r\n--b--").bytes, "");
  EXPECT_FALSE(refused(part("form-data; filename=a.jpg; name=file")));
}

TEST(Multipart, refuses_a_body_that_does_not_end) {
  EXPECT_TRUE(refused(""));
  EXPECT_TRUE(refused("--b\r\n"));
  EXPECT_TRUE(refused(kHead));
  EXPECT_TRUE(refused(kHead + "X"));
  EXPECT_TRUE(refused(kHead + "X\r\n--b"));
  EXPECT_TRUE(refused(kHead + "X\r\n--b\r\n"));
  EXPECT_TRUE(refused(kHead + "X\r\n--b-"));
}

TEST(Multipart, refuses_more_than_one_part) {
  EXPECT_TRUE(refused(kHead + "X\r\n" + kHead + "Y\r\n--b--\r\n"));
  std::string many;
  for (int i = 0; i < 5000; ++i) many += kHead + "X\r\n";
  EXPECT_TRUE(refused(many + "--b--\r\n"));
}

TEST(Multipart, refuses_what_stands_around_the_part) {
  EXPECT_TRUE(refused("preamble\r\n" + kHead + "X\r\n--b--\r\n"));
  EXPECT_TRUE(refused(kHead + "X\r\n--b--\r\nepilogue"));
}

TEST(Multipart, wants_the_name_file_once) {
  EXPECT_TRUE(refused(part("form-data; filename=\"a.jpg\"")));
  EXPECT_TRUE(refused(part("form-data; name=\"other\"; filename=\"a.jpg\"")));
  EXPECT_TRUE(refused(part("form-data; name=\"file\"; name=\"file\"; filename=\"a.jpg\"")));
  EXPECT_TRUE(refused(part("form-data; name=\"file\"")));
  EXPECT_TRUE(refused(part("form-data; name=\"file\"; filename=\"a\"; filename*=utf-8''b")));
  EXPECT_TRUE(refused(part("attachment; name=\"file\"; filename=\"a.jpg\"")));
  EXPECT_TRUE(refused("--b\r\n\r\nX\r\n--b--\r\n"));
  EXPECT_TRUE(refused("--b\r\nContent-Type: image/jpeg\r\n\r\nX\r\n--b--\r\n"));
}

TEST(Multipart, refuses_heads_we_would_have_to_guess_about) {
  const std::string disposition = "Content-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n";
  EXPECT_TRUE(refused("--b\r\n" + disposition + disposition + "\r\nX\r\n--b--\r\n"));
  EXPECT_TRUE(refused("--b\r\n" + disposition + "Content-Transfer-Encoding: base64\r\n\r\nX\r\n--b--\r\n"));
  EXPECT_TRUE(refused("--b\r\n" + disposition + "X: " + std::string(3000, 'x') + "\r\n\r\nX\r\n--b--\r\n"));
}

TEST(Multipart, refuses_file_names_that_try_something) {
  EXPECT_FALSE(name_refused("照片 1.jpg"));
  EXPECT_FALSE(name_refused("wx_tmp.123.jpg"));
  for (const auto name :
       {"../a.jpg", "C:\\a.jpg", "/etc/passwd", "a%22.jpg", "a%0d%0a.jpg", "a\\\".jpg", "..",
        "\xF0\x9F\x98\x80.jpg", "a\xE2\x80\xAEgpj.exe", "\xE2\x80\x8F.jpg", "\xFF.jpg", "a\tb.jpg"})
    EXPECT_TRUE(name_refused(name)) << name;
  EXPECT_TRUE(name_refused(std::string(256, 'a')));
}

TEST(Multipart, wants_a_boundary_of_1_to_70_characters) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=\"a:b\""), "a:b");
  EXPECT_EQ(multipart_boundary("multipart/form-data;boundary=" + std::string(70, 'b')).size(), 70u);
  for (const auto& type :
       {std::string("multipart/form-data"), std::string("multipart/form-data; boundary="),
        std::string("multipart/form-data; boundary=a; boundary=b"),
        "multipart/form-data; boundary=" + std::string(71, 'b'),
        std::string("multipart/form-data; boundary=a\"b"), std::string("multipart/form-data; charset=x")})
    EXPECT_THROW(multipart_boundary(type), Problem) << type;
}

TEST(Multipart, lines_of_a_part_end_in_one_way) {
  const std::string disposition = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"";
  EXPECT_FALSE(refused(disposition + "\r\nContent-Type: image/jpeg\r\n\r\nX\r\n--b--"));
  for (const char* end : {"\n", "\r", "\r\r\n", "\n\r\n"})
    EXPECT_TRUE(refused(disposition + end + "Content-Type: image/jpeg\r\n\r\nX\r\n--b--"));
}

}  // namespace
}  // namespace nrmm::http
