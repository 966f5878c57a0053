#include "http/city_day_store.hpp"

namespace nrmm::http {

Date city_day(storage::Session& session) {
  return Date::parse(session.run("select nrmm_today()::text as today").front().text("today")).value();
}

}  // namespace nrmm::http
