#include "demo/client.hpp"

#include <chrono>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>

#include "base/random.hpp"

namespace nrmm::demo {
namespace {

constexpr int kTries = 30;
constexpr std::chrono::seconds kPause{1};

}  // namespace

struct Client::Outgoing {
  std::string method;
  std::string path;
  std::string body;
  std::string content_type = "application/json";
  std::string token;
  std::int64_t version = -1;
  std::string key = new_id();
};

Client::Client(int port, std::string city)
    : port_(port),
      city_(std::move(city)),
      session_(std::make_unique<Poco::Net::HTTPClientSession>("127.0.0.1", static_cast<Poco::UInt16>(port))) {
  session_->setTimeout(Poco::Timespan(30, 0));
  session_->setKeepAlive(true);
}

Client::~Client() = default;

// 503 says that nothing was done and the same call may succeed soon: many load at once.
Answer Client::send(const Outgoing& outgoing) {
  for (int tries = 1;; ++tries) {
    Answer answer = send_once(outgoing);
    if (answer.status != 503 || tries == kTries) return answer;
    std::this_thread::sleep_for(kPause);
  }
}

Answer Client::send_once(const Outgoing& outgoing) {
  Poco::Net::HTTPRequest request(outgoing.method, "/" + city_ + "/v1/" + outgoing.path, "HTTP/1.1");
  if (!outgoing.token.empty()) request.set("Authorization", "Bearer " + outgoing.token);
  if (outgoing.version >= 0) request.set("If-Match", "\"" + std::to_string(outgoing.version) + "\"");
  if (outgoing.method == "POST") request.set("Idempotency-Key", outgoing.key);
  if (outgoing.method != "GET") {
    request.setContentType(outgoing.content_type);
    request.setContentLength64(static_cast<Poco::Int64>(outgoing.body.size()));
  }
  try {
    session_->sendRequest(request) << outgoing.body;
    Poco::Net::HTTPResponse response;
    std::ostringstream text;
    text << session_->receiveResponse(response).rdbuf();
    Answer answer{response.getStatus(), nullptr};
    if (const std::string tag = response.get("ETag", ""); tag.size() > 2)
      answer.version = std::stoll(tag.substr(1));
    if (!text.str().empty()) answer.body = Json::parse(text.str(), nullptr, false);
    return answer;
  } catch (const Poco::Exception& error) {
    throw std::runtime_error("127.0.0.1:" + std::to_string(port_) + ": " + error.displayText());
  }
}

Answer Client::get(const std::string& path, const std::string& token) {
  return send({.method = "GET", .path = path, .body = {}, .token = token});
}

Answer Client::post(const std::string& path, const Json& body, const std::string& token,
                    std::int64_t version) {
  return send({.method = "POST", .path = path, .body = dump_json(body), .token = token, .version = version});
}

Answer Client::put(const std::string& path, const Json& body, const std::string& token,
                   std::int64_t version) {
  return send({.method = "PUT", .path = path, .body = dump_json(body), .token = token, .version = version});
}

Answer Client::upload(const std::string& path, std::string_view jpeg, const std::string& token) {
  const std::string boundary = "nrmm-" + new_id();
  std::string body = "--" + boundary +
                     "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.jpg\"\r\n" +
                     "Content-Type: image/jpeg\r\n\r\n";
  body.append(jpeg).append("\r\n--" + boundary + "--\r\n");
  return send({.method = "POST",
               .path = path,
               .body = std::move(body),
               .content_type = "multipart/form-data; boundary=" + boundary,
               .token = token});
}

}  // namespace nrmm::demo
