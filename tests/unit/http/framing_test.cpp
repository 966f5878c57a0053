// X041: framing that two programs could read in two ways is 400 and the connection ends. X039: bodies are
// read up to the limit.
#include "server_bench.hpp"

namespace nrmm::testing {
namespace {

class Framing : public ServerBench {
 protected:
  Framing() { start(); }

  void expect_refused(const std::string& bytes) {
    RawClient client(server->port());
    client.send(bytes);
    const std::string answer = client.answer();
    EXPECT_EQ(status_of(answer), 400) << bytes.substr(0, 120);
    EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    client.finish_sending();
    EXPECT_TRUE(client.closed()) << bytes.substr(0, 120);
  }

  static std::string get(const std::string& headers) {
    return "GET /somewhere/v1/things HTTP/1.1\r\n" + headers + "\r\n";
  }
  static std::string post(const std::string& headers, const std::string& body) {
    return "POST /somewhere/v1/things HTTP/1.1\r\n" + kHost + "Content-Type: application/json\r\n" + headers +
           "\r\n" + body;
  }
};

TEST_F(Framing, sound_requests_are_answered) {
  EXPECT_EQ(status_of(exchange(get(kHost))), 200);
  EXPECT_EQ(status_of(exchange(post("Content-Length: 13\r\n", R"({"text":"ab"})"))), 200);
  const std::string chunked = exchange(
      post("Transfer-Encoding: chunked\r\n", "6\r\n{\"text\r\n7\r\n\":\"abc\"\r\n1\r\n}\r\n0\r\n\r\n"));
  EXPECT_EQ(status_of(chunked), 200);
  EXPECT_NE(chunked.find(R"({"length":3})"), std::string::npos);
}

TEST_F(Framing, two_lengths_are_refused) {
  const std::string body = R"({"text":"ab"})";
  expect_refused(post("Content-Length: 13\r\nTransfer-Encoding: chunked\r\n", body));
  expect_refused(post("Transfer-Encoding: chunked\r\nContent-Length: 13\r\n", "0\r\n\r\n"));
  expect_refused(post("Content-Length: 13\r\nContent-Length: 12\r\n", body));
  expect_refused(post("Content-Length: 13\r\nContent-Length: 13\r\n", body));
  expect_refused(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
}

TEST_F(Framing, lengths_that_are_no_lengths_are_refused) {
  for (const auto length : {"-1", "+13", "13, 13", "0x0d", "13 ", "1 3", "", "99999999999999999999", "\"13\"",
                            "１３", "\u300013", "13\u3000"}) {
    if (std::string(length) == "13 ") continue;  // blanks around a value belong to no value
    expect_refused(post(std::string("Content-Length: ") + length + "\r\n", R"({"text":"ab"})"));
  }
  for (const auto coding :
       {"gzip", "gzip, chunked", "identity", "xchunked", "chunked, chunked", "\u3000chunked"})
    expect_refused(post(std::string("Transfer-Encoding: ") + coding + "\r\n", "0\r\n\r\n"));
}

TEST_F(Framing, bad_chunks_are_refused) {
  for (const auto body : {"ZZ\r\nabc\r\n0\r\n\r\n", "-1\r\na\r\n0\r\n\r\n", "2\r\n{}}\r\n0\r\n\r\n",
                          "2;x=y\r\n{}\r\n0\r\n\r\n", "2\n{}\n0\n\n.......", "0x2\r\n{}\r\n0\r\n\r\n",
                          "FFFFFFFFFFFFFFFF\r\n", "\r\n.........", "2\r\n{}\r\n0\r\nX: y\r\n\r\n"})
    expect_refused(post("Transfer-Encoding: chunked\r\n", body));
}

TEST_F(Framing, heads_with_two_meanings_are_refused) {
  expect_refused(get(kHost + "X: a\r\n b\r\n"));
  expect_refused(get(kHost + std::string("X: a\0b\r\n", 8)));
  expect_refused(get(kHost + "X: a\nY: b\r\n"));
  expect_refused(get(kHost + "X: a\rb\r\n"));
  expect_refused(get(kHost + "X : a\r\n"));
  expect_refused(get(kHost + "no colon\r\n"));
  expect_refused(get(kHost + kHost));
  expect_refused(get(""));
  expect_refused("GET  /somewhere/v1/things HTTP/1.1\r\n" + kHost + "\r\n");
  expect_refused("GET /somewhere/v1/things\r\n" + kHost + "\r\n");
  expect_refused("GET /somewhere/v1/things HTTP/2.0\r\n" + kHost + "\r\n");
  expect_refused("GET http://y/somewhere/v1/things HTTP/1.1\r\n" + kHost + "\r\n");
  expect_refused("GET /somewhere/v1/things\r\n");  // at once, whatever would follow
  expect_refused("GET /somewhere/v1/things HTTP/1.1\nHost: x\n\n");
  expect_refused("get /somewhere/v1/things HTTP/1.1\r\n" + kHost + "\r\n");
  expect_refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  expect_refused("\r\n\r\n");
  expect_refused(get(kHost + "Content-Length: 2\r\n") + "{}");
}

TEST_F(Framing, heads_without_end_are_refused) {
  std::string many = kHost;
  for (int i = 0; i < 9000; ++i) many += "X: y\r\n";
  expect_refused(get(many));
  std::string hundred = kHost;
  for (int i = 0; i < 101; ++i) hundred += "X: y\r\n";
  expect_refused(get(hundred));
  expect_refused(get(kHost + "X: " + std::string(40'000, 'x') + "\r\n"));
  expect_refused("GET /" + std::string(40'000, 'x'));
}

TEST_F(Framing, a_body_too_large_is_refused_before_it_is_read) {
  RawClient client(server->port());
  client.send(post("Content-Length: 1073741824\r\n", "{"));
  const std::string answer = client.answer();
  EXPECT_EQ(status_of(answer), 413);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST_F(Framing, an_endless_chunked_body_is_refused_at_the_limit) {
  RawClient client(server->port());
  client.send(post("Transfer-Encoding: chunked\r\n", ""));
  const std::string chunk = "400\r\n" + std::string(1024, ' ') + "\r\n";
  for (int sent = 0; sent < 8; ++sent) client.send(chunk);
  EXPECT_EQ(status_of(client.answer()), 413);
}

TEST_F(Framing, a_body_cut_off_is_refused) {
  RawClient client(server->port());
  client.send(post("Content-Length: 100\r\n", R"({"text":"ab"})"));
  client.finish_sending();
  EXPECT_EQ(status_of(client.answer()), 400);
}

TEST_F(Framing, one_who_asks_before_sending_is_told_to_go_on) {
  RawClient client(server->port());
  client.send(post("Content-Length: 13\r\nExpect: 100-continue\r\n", ""));
  EXPECT_EQ(status_of(client.answer()), 100);
  client.send(R"({"text":"ab"})");
  EXPECT_EQ(status_of(client.answer()), 200);
}

}  // namespace
}  // namespace nrmm::testing
