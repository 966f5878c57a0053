#include "demo/movements.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Timestamp.h>

#include "demo/timetable.hpp"

namespace nrmm::demo {
namespace {

constexpr std::size_t kAtGates = 4;     // who report at once
constexpr std::size_t kPhotos = 10000;  // numbers of their pictures, beyond those of machines
constexpr double kDegree = 1e-5;        // about a metre

std::string time_before(double hours) {
  const auto past = static_cast<Poco::Timestamp::TimeDiff>(hours * 3600) * Poco::Timestamp::resolution();
  return Poco::DateTimeFormatter::format(Poco::Timestamp() - past, Poco::DateTimeFormat::ISO8601_FORMAT);
}

// Within some sixty metres of the site, never at its very point: no receiver says the same twice.
Json near(const Json& place, std::size_t number) {
  Json at = place;
  if (const auto outline = at.find("outline"); outline != at.end()) {
    const Json corner = outline->front();
    at = {{"lon", corner.at(0)}, {"lat", corner.at(1)}, {"datum", place.at("datum")}};
  }
  const auto apart = [&](std::size_t times, std::size_t most) {
    return (static_cast<double>(number * times % most) - static_cast<double>(most / 2) + 0.5) * kDegree;
  };
  at["lon"] = at.at("lon").get<double>() + apart(53, 127);
  at["lat"] = at.at("lat").get<double>() + apart(37, 89);
  at["accuracy_m"] = 5 + number % 20;
  return at;
}

class Play {
 public:
  Play(const std::string& city, const LoadSettings& settings, const std::vector<OpenSite>& sites,
       const std::vector<std::string>& codes)
      : city_(city), settings_(settings), sites_(sites), codes_(codes) {}

  void run(const std::vector<Journey>& journeys) {
    std::vector<std::thread> at_gates;
    for (std::size_t i = 0; i < kAtGates; ++i) at_gates.emplace_back([&] { work(journeys); });
    for (std::thread& each : at_gates) each.join();
    if (failed_) std::rethrow_exception(failed_);
  }

 private:
  void work(const std::vector<Journey>& journeys) {
    try {
      Stage stage(city_, settings_);
      for (std::size_t next = next_++; next < journeys.size(); next = next_++)
        for (const Passing& passing : journeys[next]) report(stage, passing);
    } catch (...) {
      const std::lock_guard hold(mutex_);
      if (!failed_) failed_ = std::current_exception();
      next_ = journeys.size();
    }
  }

  void report(Stage& stage, const Passing& passing) const {
    const OpenSite& site = sites_[passing.site];
    const Movements& group = *passing.group;
    const std::string& token = site.at_gate[passing.number % site.at_gate.size()];
    Json body = {{"code", codes_[passing.machine]},
                 {"client_id", "demo-" + std::to_string(passing.number)},
                 {"answers", stage.with_photos(passing.entry ? group.entry : group.exit, token,
                                               kPhotos + passing.number)}};
    if (site.place.is_object())
      body["position"] = group.at_point ? site.place : near(site.place, passing.number);
    if (passing.hours_ago > 0) body["scanned_at"] = time_before(passing.hours_ago);
    const std::string gate = passing.entry ? "entries" : "exits";
    stage.expect(201, stage.client().post("sites/" + site.id + "/" + gate, body, token),
                 gate + ", movement " + std::to_string(passing.number + 1));
  }

  const std::string& city_;
  const LoadSettings& settings_;
  const std::vector<OpenSite>& sites_;
  const std::vector<std::string>& codes_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::exception_ptr failed_;
};

}  // namespace

std::size_t play_movements(const std::string& city, const Script& script, const LoadSettings& settings,
                           const std::vector<OpenSite>& sites, const std::vector<std::string>& codes) {
  const auto all = journeys(script.movements, codes.size(), sites.size());
  Play(city, settings, sites, codes).run(all);
  std::size_t count = 0;
  for (const Journey& journey : all) count += journey.size();
  return count;
}

}  // namespace nrmm::demo
