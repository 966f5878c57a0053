#include "http/traffic.hpp"

#include <algorithm>

namespace nrmm::http {
namespace {

constexpr const char* kClassNames[] = {"2xx", "3xx", "4xx", "5xx"};

bool used(const metrics::Histogram& histogram) {
  const auto buckets = histogram.buckets();
  return std::any_of(buckets.begin(), buckets.end(), [](std::uint64_t count) { return count > 0; });
}

}  // namespace

Traffic::Traffic(const RouteTable& routes)
    : routes_(routes.routes()), cities_([this] { return std::make_unique<City>(routes_.size() + 2); }) {}

std::size_t Traffic::place(const Done& done) const {
  if (!done.route) return routes_.size() + 1;
  if (done.of_plugin) return routes_.size();
  return static_cast<std::size_t>(done.route - routes_.data());
}

const char* Traffic::method(std::size_t place) const {
  return place < routes_.size() ? routes_[place].method.c_str() : "";
}

const char* Traffic::path(std::size_t place) const {
  if (place < routes_.size()) return routes_[place].path.c_str();
  return place == routes_.size() ? "x/{plugin}" : "none";
}

void Traffic::note(const Done& done) {
  const auto one = static_cast<std::size_t>(std::clamp(done.status / 100, 2, 5) - 2);
  cities_.at(done.city)[place(done)].by_class[one].observe(done.took);
}

void Traffic::write(metrics::Text& text) const {
  using Kind = metrics::Text::Kind;
  text.family("nrmm_http_request_seconds", Kind::histogram,
              "Answered requests and how long they took, by route, city and class of status.");
  cities_.each([&](std::string_view city, const City& cells) {
    for (std::size_t at = 0; at < cells.size(); ++at)
      for (std::size_t one = 0; one < kClasses; ++one)
        if (const metrics::Histogram& found = cells[at].by_class[one]; used(found))
          text.sample(
              found,
              {{"method", method(at)}, {"route", path(at)}, {"city", city}, {"status", kClassNames[one]}});
  });
  text.family("nrmm_http_refusals_total", Kind::counter, "Refused requests, by the problem's code.");
  refusals_.each([&](std::string_view code, const metrics::Counter& count) {
    text.sample(count, {{"code", code}});
  });
  text.family("nrmm_http_repetitions_total", Kind::counter,
              "Requests answered with what the first one with their idempotency key had got.");
  text.sample(repetitions_);
}

}  // namespace nrmm::http
