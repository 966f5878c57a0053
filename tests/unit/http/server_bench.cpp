#include "server_bench.hpp"

namespace nrmm::testing {

ServerBench::ServerBench()
    : bench(
          "GET things: { anyone: allowed }\nPOST things: { anyone: allowed }\nGET slow: { anyone: allowed }\n"
          "GET broken: { anyone: allowed }\nGET long: { anyone: allowed }\n") {
  bench.router.add({.method = "GET", .path = "things", .summary = "", .handler = [](http::Request& request) {
                      return http::Response::ok({{"address", request.address}});
                    }});
  bench.router.add({.method = "POST",
                    .path = "things",
                    .summary = "",
                    .handler =
                        [](http::Request& request) {
                          return http::Response::ok({{"length", request.text("text").size()}});
                        },
                    .body = {{"text"}},
                    .idempotent = false});
  bench.router.add({.method = "GET", .path = "slow", .summary = "", .handler = [this](http::Request&) {
                      std::unique_lock lock(mutex_);
                      inside_ = true;
                      changed_.notify_all();
                      changed_.wait(lock, [this] { return free_; });
                      return http::Response::ok({{"slow", true}});
                    }});
  bench.router.add(
      {.method = "GET", .path = "broken", .summary = "", .handler = [](http::Request&) -> http::Response {
         throw 7;
       }});
  bench.router.add({.method = "GET", .path = "long", .summary = "", .handler = [](http::Request&) {
                      http::Response answer;
                      answer.bytes = std::string(kLong, 'x');
                      return answer;
                    }});
}

void ServerBench::start(http::ServerSettings settings) {
  server = std::make_unique<http::Server>(bench.router, log, settings);
}

std::string ServerBench::exchange(const std::string& bytes) {
  RawClient client(server->port());
  client.send(bytes);
  return client.answer();
}

void ServerBench::let_go() {
  const std::lock_guard lock(mutex_);
  free_ = true;
  changed_.notify_all();
}

void ServerBench::wait_for_slow() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return inside_; });
}

}  // namespace nrmm::testing
