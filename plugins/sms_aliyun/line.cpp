#include "line.hpp"

#include <algorithm>
#include <future>
#include <optional>
#include <thread>
#include <vector>

#include <Poco/Net/DNS.h>
#include <Poco/Net/RejectCertificateHandler.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SSLManager.h>
#include <Poco/Net/SecureStreamSocket.h>

#include "reply.hpp"

namespace sms_aliyun {
namespace {

using Clock = std::chrono::steady_clock;
using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;

// Of the way until then; never nothing, which sockets take for ever.
Poco::Timespan left(Clock::time_point end) {
  const auto rest = std::chrono::duration_cast<std::chrono::microseconds>(end - Clock::now()).count();
  return Poco::Timespan(std::max<Poco::Timespan::TimeDiff>(rest, 1000));
}

std::vector<SocketAddress> looked_up(const std::string& host, std::uint16_t port) {
  const Poco::Net::HostEntry entry = Poco::Net::DNS::hostByName(host);
  std::vector<SocketAddress> out;
  for (const auto& each : entry.addresses()) out.emplace_back(each, port);
  return out;
}

// A resolver without an answer waits longer than a call may take, so it waits on a thread that nobody joins.
std::vector<SocketAddress> addresses_of(const Endpoint& endpoint, Clock::time_point end) {
  Poco::Net::IPAddress literal;
  if (Poco::Net::IPAddress::tryParse(endpoint.host, literal)) return {SocketAddress(literal, endpoint.port)};
  const auto promise = std::make_shared<std::promise<std::vector<SocketAddress>>>();
  auto found = promise->get_future();
  std::thread([promise, host = endpoint.host, port = endpoint.port] {
    try {
      promise->set_value(looked_up(host, port));
    } catch (...) {
      promise->set_exception(std::current_exception());
    }
  }).detach();
  if (found.wait_until(end) != std::future_status::ready) throw NotSent("name lookup timeout");
  try {
    return found.get();
  } catch (const std::exception&) {
    throw NotSent("name lookup");
  }
}

StreamSocket connect(const Endpoint& endpoint, const Poco::Net::Context::Ptr& tls,
                     const SocketAddress& address, Clock::time_point end) {
  if (!tls) {
    StreamSocket socket;
    socket.connect(address, left(end));
    return socket;
  }
  Poco::Net::SecureStreamSocket socket(tls);
  socket.setPeerHostName(endpoint.host);  // the certificate must be this name's
  socket.connect(address, left(end));
  return socket;
}

StreamSocket connect(const Endpoint& endpoint, const Poco::Net::Context::Ptr& tls, Clock::time_point end) {
  std::string why = "connect";
  for (const SocketAddress& address : addresses_of(endpoint, end)) {
    try {
      return connect(endpoint, tls, address, end);
    } catch (const Poco::Net::SSLException&) {
      why = "certificate";
    } catch (const Poco::TimeoutException&) {
      why = "connect timeout";
    } catch (const Poco::Exception&) {
      why = "connect";
    }
    if (Clock::now() >= end) break;
  }
  throw NotSent(why);
}

void send(StreamSocket& socket, std::string_view bytes, Clock::time_point end) {
  while (!bytes.empty()) {
    socket.setSendTimeout(left(end));
    const int sent = socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    if (sent <= 0 || Clock::now() >= end) throw Lost("timeout");
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

Answer receive(StreamSocket& socket, Clock::time_point end) {
  std::string bytes;
  char buffer[8192];
  while (Clock::now() < end) {
    socket.setReceiveTimeout(left(end));
    const int count = socket.receiveBytes(buffer, sizeof buffer);
    if (count > 0) bytes.append(buffer, static_cast<std::size_t>(count));
    if (auto answer = answer_in(bytes, count <= 0)) return *std::move(answer);
    if (count <= 0) throw Lost("connection closed");
  }
  throw Lost("timeout");
}

Poco::Net::Context::Ptr client_context(const std::string& ca_file) {
  using Poco::Net::Context;
  Context::Ptr made = new Context(Context::TLS_CLIENT_USE, ca_file, Context::VERIFY_STRICT, 9, true);
  made->requireMinimumProtocol(Context::PROTO_TLSV1_2);
  Poco::Net::SSLManager::instance().initializeClient(nullptr, new Poco::Net::RejectCertificateHandler(false),
                                                     made);
  return made;
}

}  // namespace

Line::Line(Endpoint endpoint, Patience patience, const std::string& ca_file)
    : endpoint_(std::move(endpoint)), patience_(patience) {
  if (endpoint_.tls) tls_ = client_context(ca_file);
}

Answer Line::exchange(const std::string& request) const {
  StreamSocket socket = connect(endpoint_, tls_, Clock::now() + patience_.connect);
  const auto end = Clock::now() + patience_.answer;
  try {
    send(socket, request, end);
    return receive(socket, end);
  } catch (const Lost&) {
    throw;
  } catch (const Unreadable&) {
    throw Lost("unreadable answer");
  } catch (const Poco::TimeoutException&) {
    throw Lost("timeout");
  } catch (const std::exception&) {
    throw Lost("connection cut");
  }
}

}  // namespace sms_aliyun
