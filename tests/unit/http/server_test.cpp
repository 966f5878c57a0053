// X042: many requests on a connection, pipelined, half-closed, reset. X008: a stop lets requests finish.
// X009: one that fails harms no other. X038: slow clients have a deadline. X046: addresses come from the
// proxy only.
#include "http/server.hpp"

#include <filesystem>
#include <future>
#include <memory>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "server_bench.hpp"

namespace nrmm::testing {
namespace {

using std::chrono::milliseconds;

const std::string kGet = "GET /somewhere/v1/things HTTP/1.1\r\n" + kHost + "\r\n";

class HttpServer : public ServerBench {};

int open_descriptors() {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
    count += entry.exists() ? 1 : 0;
  return count;
}

// What a killed server leaves behind.
void leave_stale_socket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ::close(descriptor);
}

TEST_F(HttpServer, serves_many_requests_on_one_connection) {
  start();
  RawClient client(server->port());
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_TRUE(client.send(kGet));
    ASSERT_EQ(status_of(client.answer()), 200) << i;
  }
}

TEST_F(HttpServer, answers_pipelined_requests_in_order) {
  start();
  RawClient client(server->port());
  client.send(kGet + "GET /somewhere/v1/none HTTP/1.1\r\n" + kHost + "\r\n" + kGet);
  EXPECT_EQ(status_of(client.answer()), 200);
  EXPECT_EQ(status_of(client.answer()), 404);
  EXPECT_EQ(status_of(client.answer()), 200);
}

TEST_F(HttpServer, keeps_no_descriptor_of_clients_that_went) {
  http::ServerSettings settings;
  settings.threads = 8;
  start(settings);
  exchange(kGet);
  const int before = open_descriptors();
  for (int i = 0; i < 200; ++i) {
    RawClient client(server->port());
    client.send(i % 2 ? kGet : kGet.substr(0, 20));
    if (i % 4 == 0) client.reset();
    if (i % 4 != 1) continue;
    client.finish_sending();
    EXPECT_EQ(status_of(client.answer()), 200);
  }
  exchange(kGet);
  EXPECT_TRUE(server->stop(milliseconds(4000)));
  EXPECT_LE(open_descriptors(), before + 2);
}

TEST_F(HttpServer, a_request_that_fails_harms_no_other) {
  start();
  RawClient client(server->port());
  client.send("GET /somewhere/v1/broken HTTP/1.1\r\n" + kHost + "\r\n");
  const std::string answer = client.answer();
  EXPECT_EQ(status_of(answer), 500);
  EXPECT_NE(answer.find("X-Request-Id: "), std::string::npos);
  client.send(kGet);
  EXPECT_EQ(status_of(client.answer()), 200);
}

TEST_F(HttpServer, a_stop_lets_the_request_under_way_finish) {
  start();
  RawClient busy(server->port()), idle(server->port());
  idle.send(kGet);
  EXPECT_EQ(status_of(idle.answer()), 200);
  busy.send("GET /somewhere/v1/slow HTTP/1.1\r\n" + kHost + "\r\n");
  wait_for_slow();
  auto stopped = std::async(std::launch::async, [&] { return server->stop(milliseconds(4000)); });
  EXPECT_TRUE(idle.closed());
  let_go();
  const std::string answer = busy.answer();
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(stopped.get());
}

int status_of_connecting(int port) {
  const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int error =
      ::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 ? 0 : errno;
  ::close(descriptor);
  return error;
}

// X008: what a proxy needs to go over to another server: it is refused before it has sent anything, and no
// connection that it holds is closed under a request.
TEST_F(HttpServer, a_stop_refuses_new_connections_and_still_answers_on_old_ones) {
  http::ServerSettings settings;
  settings.drain = milliseconds(3000);
  start(settings);
  RawClient used(server->port()), idle(server->port());
  used.send(kGet);
  EXPECT_EQ(status_of(used.answer()), 200);
  const int port = server->port();
  auto stopped = std::async(std::launch::async, [&] { return server->stop(milliseconds(4000)); });
  while (status_of_connecting(port) != ECONNREFUSED) std::this_thread::sleep_for(milliseconds(5));
  used.send(kGet);
  const std::string answer = used.answer();
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(used.closed());
  EXPECT_EQ(stopped.wait_for(milliseconds(0)), std::future_status::timeout);  // `idle` may still be used
  EXPECT_TRUE(idle.closed());
  EXPECT_TRUE(stopped.get());
}

TEST_F(HttpServer, a_stop_has_an_end_where_clients_say_nothing) {
  start();
  RawClient silent(server->port()), halfway(server->port());
  halfway.send("GET /somewhere");
  const auto begin = std::chrono::steady_clock::now();
  server->stop(milliseconds(300));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
}

TEST_F(HttpServer, a_client_that_drips_is_told_so_after_the_deadline) {
  http::ServerSettings settings;
  settings.head_patience = milliseconds(100);
  settings.body.grace = milliseconds(100);
  start(settings);
  EXPECT_EQ(status_of(exchange("GET /somewhere/v1/th")), 408);
  EXPECT_EQ(status_of(exchange("POST /somewhere/v1/things HTTP/1.1\r\n" + kHost +
                               "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{")),
            408);
}

// Many that do not go on, and two threads.
class FewThreads : public HttpServer {
 protected:
  static http::ServerSettings two_threads() {
    http::ServerSettings settings;
    settings.threads = 2;
    return settings;
  }
  void expect_answers() {
    for (int i = 0; i < 20; ++i) EXPECT_EQ(status_of(exchange(kGet)), 200) << i;
  }
};

// X037, X038
TEST_F(FewThreads, those_who_say_nothing_or_half_of_it_hold_no_thread) {
  start(two_threads());
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 150; ++i) {
    slow.push_back(std::make_unique<RawClient>(server->port()));
    if (i % 3 == 1) slow.back()->send(kGet.substr(0, 30));
    if (i % 3 == 2)
      slow.back()->send("POST /somewhere/v1/things HTTP/1.1\r\n" + kHost +
                        "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{");
  }
  expect_answers();
  slow[1]->send(kGet.substr(30));
  EXPECT_EQ(status_of(slow[1]->answer()), 200);
}

const std::string kLongGet = "GET /somewhere/v1/long HTTP/1.1\r\n" + kHost + "\r\n";

// X038
TEST_F(FewThreads, those_who_do_not_read_hold_no_thread) {
  start(two_threads());
  std::vector<std::unique_ptr<RawClient>> slow;
  for (int i = 0; i < 8; ++i) {
    slow.push_back(std::make_unique<RawClient>(server->port()));
    slow.back()->send(kLongGet);
  }
  expect_answers();
  EXPECT_GT(slow[0]->answer().size(), kLong);
}

// X038
TEST_F(FewThreads, those_who_do_not_read_are_cut) {
  http::ServerSettings settings = two_threads();
  settings.answer = {milliseconds(50), kLong};
  start(settings);
  RawClient slow(server->port());
  slow.send(kLongGet);
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));  // longer than the whole may take
  EXPECT_LT(slow.answer().size(), kLong);
}

// X038
TEST_F(FewThreads, chunks_that_do_not_come_hold_one_thread_at_most) {
  start(two_threads());
  const std::string chunked = "POST /somewhere/v1/things HTTP/1.1\r\n" + kHost +
                              "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
  RawClient slow(server->port());
  slow.send(chunked + "Expect: 100-continue\r\n\r\n");
  EXPECT_EQ(status_of(slow.answer()), 100);
  EXPECT_EQ(status_of(exchange(chunked + "\r\n")), 503);
  expect_answers();
  slow.send("d\r\n{\"text\":\"ab\"}\r\n0\r\n\r\n");
  EXPECT_EQ(status_of(slow.answer()), 200);
}

// X037
TEST_F(HttpServer, a_new_connection_that_says_nothing_is_closed) {
  http::ServerSettings settings;
  settings.head_patience = milliseconds(50);
  start(settings);
  RawClient silent(server->port()), used(server->port());
  used.send(kGet);
  EXPECT_EQ(status_of(used.answer()), 200);
  EXPECT_TRUE(silent.closed());
  used.send(kGet);
  EXPECT_EQ(status_of(used.answer()), 200);
}

TEST_F(HttpServer, believes_the_address_only_from_the_proxy) {
  const std::string forged =
      "GET /somewhere/v1/things HTTP/1.1\r\n" + kHost +
      "X-Forwarded-For: 203.0.113.9\r\nForwarded: for=203.0.113.9\r\nX-Real-IP: 198.51.100.4\r\n\r\n";
  http::ServerSettings settings;
  start(settings);
  EXPECT_NE(exchange(forged).find(R"("address":"198.51.100.4")"), std::string::npos);
  settings.trust_proxy = false;
  start(settings);
  EXPECT_NE(exchange(forged).find(R"("address":"127.0.0.1")"), std::string::npos);
}

TEST_F(HttpServer, listens_on_a_socket_file_and_takes_over_a_stale_one) {
  http::ServerSettings settings;
  settings.socket =
      std::filesystem::path(::testing::TempDir()) / ("nrmm-" + std::to_string(::getpid()) + ".sock");
  std::filesystem::remove(settings.socket);
  start(settings);
  RawClient client(settings.socket.string());
  client.send(kGet);
  EXPECT_EQ(status_of(client.answer()), 200);
  EXPECT_THROW(http::Server(bench.router, log, settings), std::runtime_error);
  server->stop(milliseconds(1000));
  EXPECT_FALSE(std::filesystem::exists(settings.socket));
  leave_stale_socket(settings.socket.string());
  start(settings);
  RawClient again(settings.socket.string());
  again.send(kGet);
  EXPECT_EQ(status_of(again.answer()), 200);
}

TEST_F(HttpServer, a_head_has_no_body) {
  start();
  const std::string answer =
      exchange("HEAD /somewhere/v1/things HTTP/1.1\r\n" + kHost + "Connection: close\r\n\r\n");
  EXPECT_EQ(status_of(answer), 405);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

}  // namespace
}  // namespace nrmm::testing
