#pragma once

#include <memory>
#include <string>

#include "base/problem.hpp"
#include "http/message.hpp"
#include "http/permissions.hpp"
#include "http/route_table.hpp"
#include "http/router.hpp"
#include "http/target.hpp"

namespace nrmm::http {

// One request on its way through the router. Used once, by one thread.
class Dispatch {
 public:
  Dispatch(const Services& services, const Permissions& permissions, const RouteTable& table,
           Incoming& incoming);
  ~Dispatch();

  Outgoing run();  // never throws

 private:
  Response handled();
  void find_route();
  void find_city();
  std::shared_ptr<const cities::Pack> pack_of(const std::string& city) const;
  Match match_of_plugins();
  void identify();
  void drop_foreign_roles();
  void permit();
  void read_input();
  Response answer_reading();
  Response answer_writing();
  void ask_before();
  Response attempt();
  void refuse_writing(const Problem& problem);
  std::optional<Repeatable> repeatable() const;
  void note(const Problem& problem);
  Outgoing refused(const Problem& problem);
  Outgoing failed(const char* kind, const std::string& what);
  void log_request(const Outgoing& answer, std::int64_t microseconds) const;

  const Services& services_;
  const Permissions& permissions_;
  const RouteTable& table_;
  Incoming& incoming_;
  Target target_;
  const Route* route_ = nullptr;
  std::shared_ptr<const RouteSet> more_;  // where route_ is a plugin's
  std::string city_;
  Json body_ = Json::object();  // as sent; each attempt begins with it
  Request request_;
  std::unique_ptr<Work> work_;
  std::optional<Repeatable> repeatable_;
  std::string allowed_;  // methods, of a 405
  std::string code_;     // of the refusal, for the log
};

}  // namespace nrmm::http
