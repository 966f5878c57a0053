#include "http/server.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "http/connections.hpp"

namespace nrmm::http {
namespace {

using Poco::Net::ServerSocket;
using Poco::Net::SocketAddress;

constexpr std::size_t kLongestSocketPath = 107;  // of sockaddr_un, without its NUL

bool somebody_answers(const SocketAddress& address) {
  try {
    Poco::Net::StreamSocket probe;
    probe.connect(address, Poco::Timespan(1, 0));
    return true;
  } catch (const Poco::Exception&) {
    return false;
  }
}

// A socket file that a killed server left is in the way of the next one.
ServerSocket listen_on_file(const ServerSettings& settings) {
  const std::string path = settings.socket.string();
  if (path.size() > kLongestSocketPath) throw std::runtime_error("the socket's path is too long: " + path);
  const SocketAddress address(Poco::Net::AddressFamily::UNIX_LOCAL, path);
  if (std::filesystem::is_socket(settings.socket)) {
    if (somebody_answers(address)) throw std::runtime_error("another server answers on " + path);
    std::filesystem::remove(settings.socket);
  }
  ServerSocket socket;
  socket.bind(address, false);
  ::chmod(path.c_str(), settings.socket_mode);
  socket.listen(settings.backlog);
  return socket;
}

ServerSocket listen_on(const ServerSettings& settings) {
  try {
    if (!settings.socket.empty()) return listen_on_file(settings);
    ServerSocket socket;
    socket.bind(SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(settings.port)), true);
    socket.listen(settings.backlog);
    return socket;
  } catch (const Poco::Exception& error) {
    throw std::runtime_error("cannot listen: " + error.displayText());
  }
}

// Files, photos and the database need descriptors too, when connections want all that the process may have.
std::size_t room_for_connections() {
  constexpr rlim_t kReserve = 64, kFewest = 8;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return std::max(limit.rlim_cur, kReserve + kFewest) - kReserve;
}

}  // namespace

struct Server::State {
  State(const Router& router, log::Logger& logger, ServerSettings chosen)
      : settings(std::move(chosen)),
        socket(listen_on(settings)),
        house{router, settings, logger, false, std::counting_semaphore<>(std::max(1, settings.threads / 4))} {
  }

  void keep_door();
  bool somebody_waits(std::chrono::milliseconds patience);
  bool let_in();
  void close_door();
  void work();

  ServerSettings settings;
  ServerSocket socket;
  House house;
  Connections connections;
  std::atomic<std::uint64_t> turned_away = 0;
  std::vector<std::thread> workers;
  std::thread door;
  bool stopped = false;
};

void Server::State::keep_door() {
  constexpr std::chrono::milliseconds kRound{100};
  Deadline next_look{};
  while (!house.stopping) {
    if (somebody_waits(kRound) && !let_in()) std::this_thread::sleep_for(kRound);
    if (std::chrono::steady_clock::now() < next_look) continue;
    connections.expire();
    next_look = std::chrono::steady_clock::now() + kRound;
  }
}

bool Server::State::somebody_waits(std::chrono::milliseconds patience) {
  pollfd waiting{socket.impl()->sockfd(), POLLIN, 0};
  return ::poll(&waiting, 1, static_cast<int>(patience.count())) == 1;
}

// False when no descriptor is free.
bool Server::State::let_in() {
  try {
    std::shared_ptr<Connection> connection;
    {  // Poco counts who holds a socket: this copy is gone before a worker has the other
      Poco::Net::StreamSocket client = socket.acceptConnection();
      if (connections.size() >= room_for_connections()) {  // closed: who is inside goes on
        ++turned_away;
        return true;
      }
      if (settings.socket.empty()) client.setNoDelay(true);
      connection = std::make_shared<Connection>(client, house);
    }
    connections.enter(std::move(connection));
    return true;
  } catch (const Poco::Exception&) {
    return false;
  }
}

// Who waits at the door already was promised an answer; who comes later goes elsewhere.
void Server::State::close_door() {
  std::error_code ignored;
  if (!settings.socket.empty()) std::filesystem::remove(settings.socket, ignored);
  house.stopping = true;
  door.join();
  while (somebody_waits(std::chrono::milliseconds(0)) && let_in()) {
  }
  socket.close();
}

void Server::State::work() {
  while (const auto turn = connections.next()) {
    Pause pause;
    try {
      pause = turn.connection->go_on();
    } catch (const std::exception& error) {
      house.log.error("connection failed", {{"what", log::blotted(error.what())}});
    }
    connections.put_back(turn.id, pause);
  }
}

Server::Server(const Router& router, log::Logger& log, ServerSettings settings)
    : state_(std::make_unique<State>(router, log, std::move(settings))) {
  State* state = state_.get();
  for (int number = 0; number < std::max(2, state->settings.threads); ++number)
    state->workers.emplace_back([state] { state->work(); });
  state->door = std::thread([state] { state->keep_door(); });
}

Server::Counts Server::counts() const {
  return {static_cast<int>(state_->connections.size()), static_cast<int>(state_->workers.size()),
          state_->turned_away};
}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

int Server::port() const { return state_->settings.socket.empty() ? state_->socket.address().port() : 0; }

bool Server::stop(std::chrono::milliseconds patience) {
  if (std::exchange(state_->stopped, true)) return true;
  state_->close_door();
  const bool all = state_->connections.drain(state_->settings.drain, patience);
  state_->connections.dismiss_workers();
  for (std::thread& worker : state_->workers) worker.join();
  return all;
}

}  // namespace nrmm::http
