#include "http/server.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServer.h>
#include <Poco/Net/TCPServerConnectionFactory.h>
#include <Poco/Net/TCPServerParams.h>
#include <Poco/ThreadPool.h>
#include <sys/stat.h>

#include "http/connection.hpp"
#include "http/connections.hpp"

namespace nrmm::http {
namespace {

using Poco::Net::ServerSocket;
using Poco::Net::SocketAddress;

constexpr std::size_t kLongestSocketPath = 107;  // of sockaddr_un, without its NUL

class Factory : public Poco::Net::TCPServerConnectionFactory {
 public:
  Factory(const Router& router, const ServerSettings& settings, Connections& connections, log::Logger& log)
      : router_(router), settings_(settings), connections_(connections), log_(log) {}

  Poco::Net::TCPServerConnection* createConnection(const Poco::Net::StreamSocket& socket) override {
    return new Connection(socket, router_, settings_, connections_, log_);
  }

 private:
  const Router& router_;
  const ServerSettings& settings_;
  Connections& connections_;
  log::Logger& log_;
};

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

Poco::Net::TCPServerParams::Ptr thread_settings(const ServerSettings& settings) {
  Poco::Net::TCPServerParams::Ptr params = new Poco::Net::TCPServerParams;
  params->setMaxThreads(settings.threads);
  params->setMaxQueued(settings.backlog);
  return params;
}

}  // namespace

struct Server::State {
  State(const Router& router, log::Logger& log, ServerSettings chosen)
      : settings(std::move(chosen)),
        socket(listen_on(settings)),
        threads("http", 2, std::max(2, settings.threads)),
        server(new Factory(router, settings, connections, log), threads, socket, thread_settings(settings)) {}

  ServerSettings settings;
  Connections connections;
  ServerSocket socket;
  Poco::ThreadPool threads;
  Poco::Net::TCPServer server;
  bool stopped = false;
};

Server::Server(const Router& router, log::Logger& log, ServerSettings settings)
    : state_(std::make_unique<State>(router, log, std::move(settings))) {
  state_->server.start();
}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

int Server::port() const { return state_->settings.socket.empty() ? state_->server.port() : 0; }

Server::Counts Server::counts() const {
  const Poco::Net::TCPServer& server = state_->server;
  return {server.currentConnections(), server.queuedConnections(), server.refusedConnections(),
          state_->settings.threads};
}

bool Server::stop(std::chrono::milliseconds patience) {
  if (std::exchange(state_->stopped, true)) return true;
  state_->server.stop();
  if (!state_->settings.socket.empty()) {
    std::error_code ignored;
    std::filesystem::remove(state_->settings.socket, ignored);
  }
  const bool all = state_->connections.drain(patience);
  state_->threads.joinAll();
  return all;
}

}  // namespace nrmm::http
