#include "metrics/registry.hpp"

#include <exception>

namespace nrmm::metrics {

void Registry::add(std::string name, Part part) {
  Entry& entry = parts_.emplace_back();
  entry.name = std::move(name);
  entry.part = std::move(part);
}

std::string Registry::scrape() {
  const std::lock_guard lock(scraping_);
  std::string all;
  for (Entry& entry : parts_) {
    Text text;
    try {
      entry.part(text);
      all += text.str();
    } catch (const std::exception&) {
      entry.failures.add();
    }
  }
  Text last;
  last.family("nrmm_metrics_failures_total", Text::Kind::counter, "Scrapes from which a part was left out.");
  for (const Entry& entry : parts_) last.sample(entry.failures, {{"part", entry.name}});
  return all + last.str();
}

}  // namespace nrmm::metrics
