#include "endpoint.hpp"

#include <stdexcept>

#include <Poco/Net/IPAddress.h>
#include <Poco/URI.h>

namespace sms_aliyun {
namespace {

bool on_this_machine(const std::string& host) {
  Poco::Net::IPAddress address;
  return host == "localhost" || (Poco::Net::IPAddress::tryParse(host, address) && address.isLoopback());
}

}  // namespace

std::string Endpoint::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (tls ? 443 : 80) ? name : name + ":" + std::to_string(port);
}

Endpoint endpoint_of(const std::string& url) try {
  const Poco::URI uri(url);
  const bool tls = uri.getScheme() == "https";
  if (uri.getHost().empty() || (!tls && uri.getScheme() != "http"))
    throw std::invalid_argument("endpoint: expected https://<host>");
  if (!uri.getUserInfo().empty() || !uri.getRawQuery().empty() || !uri.getFragment().empty())
    throw std::invalid_argument("endpoint: nothing may follow the path, and no user may precede the host");
  if (!tls && !on_this_machine(uri.getHost()))
    throw std::invalid_argument("endpoint: http is for this machine alone, elsewhere it is https");
  const std::string path = uri.getPath();
  return {tls, uri.getHost(), uri.getPort(), path.empty() ? "/" : path};
} catch (const Poco::Exception&) {
  throw std::invalid_argument("endpoint: this is no URL");
}

}  // namespace sms_aliyun
