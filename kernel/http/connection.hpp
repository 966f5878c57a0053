#pragma once

#include <optional>

#include <Poco/Net/TCPServerConnection.h>

#include "http/connections.hpp"
#include "http/head.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "http/wire.hpp"

namespace nrmm::http {

// Serves one connection, request after request, on its own thread.
class Connection : public Poco::Net::TCPServerConnection {
 public:
  Connection(const Poco::Net::StreamSocket& socket, const Router& router, const ServerSettings& settings,
             Connections& connections, log::Logger& log);

  void run() override;

 private:
  bool serve_one();  // false: the connection ends
  std::optional<Head> read_head();
  std::string address_of(const Head& head);
  std::string peer();
  std::string request_id_of(const Head& head) const;
  void send(const Outgoing& answer, bool keep_alive, bool with_body);

  const Router& router_;
  const ServerSettings& settings_;
  Connections& connections_;
  log::Logger& log_;
  Wire wire_;
};

}  // namespace nrmm::http
