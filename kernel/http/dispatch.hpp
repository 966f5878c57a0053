#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/problem.hpp"
#include "http/message.hpp"
#include "http/permissions.hpp"
#include "http/route_table.hpp"
#include "http/router.hpp"
#include "http/target.hpp"
#include "http/traffic.hpp"

namespace nrmm::http {

// One request on its way through the router. Used once, by one thread.
class Dispatch {
 public:
  Dispatch(const Services& services, const Permissions& permissions, const RouteTable& table,
           Traffic& traffic, Incoming& incoming);
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

  struct Spent {
    std::chrono::microseconds all, database, rules;
    static Spent now();
    Spent since(const Spent& before) const {
      return {all - before.all, database - before.database, rules - before.rules};
    }
  };
  void tell(const Outgoing& answer, const Spent& took) const;

  const Services& services_;
  const Permissions& permissions_;
  const RouteTable& table_;
  Traffic& traffic_;
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
  std::string code_;     // of the refusal
};

}  // namespace nrmm::http
