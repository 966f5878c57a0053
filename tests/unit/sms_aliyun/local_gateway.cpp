#include "local_gateway.hpp"

#include <csignal>
#include <cstdio>
#include <filesystem>

#include <Poco/Net/Context.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

namespace sms_aliyun {
namespace {

using Poco::Net::Context;
using Poco::Net::SocketAddress;

std::string file_of(const char* name) {
  static std::atomic<int> count = 0;
  return std::filesystem::temp_directory_path() /
         ("nrmm-gateway-" + std::to_string(::getpid()) + "-" + std::to_string(++count) + name);
}

void make_certificate(const std::string& certificate_file, const std::string& key_file) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* made = X509_new();
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
  X509_gmtime_adj(X509_getm_notBefore(made), -3600);
  X509_gmtime_adj(X509_getm_notAfter(made), 3600);
  X509_set_pubkey(made, key);
  X509_NAME* name = X509_get_subject_name(made);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"),
                             -1, -1, 0);
  X509_set_issuer_name(made, name);
  X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost");
  X509_add_ext(made, names, -1);
  X509_EXTENSION_free(names);
  X509_sign(made, key, EVP_sha256());
  std::FILE* to = std::fopen(certificate_file.c_str(), "w");
  PEM_write_X509(to, made);
  std::fclose(to);
  to = std::fopen(key_file.c_str(), "w");
  PEM_write_PrivateKey(to, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(to);
  X509_free(made);
  EVP_PKEY_free(key);
}

}  // namespace

LocalGateway::LocalGateway(std::vector<std::string> pieces, std::chrono::milliseconds pause, bool tls)
    : pieces_(std::move(pieces)), pause_(pause) {
  std::signal(SIGPIPE, SIG_IGN);  // as in the server: whoever called may have left
  const SocketAddress any("127.0.0.1", 0);
  if (tls) {
    certificate_ = file_of(".crt");
    key_ = file_of(".key");
    make_certificate(certificate_, key_);
    const Context::Ptr context =
        new Context(Context::TLS_SERVER_USE, key_, certificate_, "", Context::VERIFY_NONE);
    socket_ = std::make_unique<Poco::Net::SecureServerSocket>(any, 64, context);
  } else {
    socket_ = std::make_unique<Poco::Net::ServerSocket>(any);
  }
  port_ = socket_->address().port();
  thread_ = std::thread([this] { serve(); });
}

LocalGateway::~LocalGateway() {
  stopping_ = true;
  thread_.join();
  for (const std::string& file : {certificate_, key_})
    if (!file.empty()) std::filesystem::remove(file);
}

std::string LocalGateway::heard() const {
  const std::lock_guard lock(mutex_);
  return heard_;
}

void LocalGateway::serve() {
  while (!stopping_) {
    if (!socket_->poll(Poco::Timespan(0, 20'000), Poco::Net::Socket::SELECT_READ)) continue;
    try {
      answer(socket_->acceptConnection());
    } catch (const Poco::Exception&) {  // whoever called has left, or did not like the certificate
    }
  }
}

void LocalGateway::answer(Poco::Net::StreamSocket socket) {
  std::string call;
  char buffer[4096];
  while (call.find("\r\n\r\n") == std::string::npos) {
    const int count = socket.receiveBytes(buffer, sizeof buffer);
    if (count <= 0) return;
    call.append(buffer, static_cast<std::size_t>(count));
  }
  {
    const std::lock_guard lock(mutex_);
    heard_ = call;
  }
  for (const std::string& piece : pieces_) {
    if (stopping_) return;
    socket.sendBytes(piece.data(), static_cast<int>(piece.size()));
    std::this_thread::sleep_for(pause_);
  }
  socket.shutdown();
}

}  // namespace sms_aliyun
