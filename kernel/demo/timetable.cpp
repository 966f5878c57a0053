#include "demo/timetable.hpp"

#include <algorithm>
#include <stdexcept>

namespace nrmm::demo {
namespace {

struct Places {
  std::size_t machines, sites;
};

void require_playable(const Movements& group, std::size_t place, const Places& left) {
  const auto refuse = [&](const std::string& why) {
    throw std::runtime_error("movements, group " + std::to_string(place) + ": " + why);
  };
  if (group.sites.empty() || group.machines == 0) refuse("it needs sites and machines");
  for (const std::size_t site : group.sites)
    if (site == 0 || site > left.sites) refuse("there is no site " + std::to_string(site));
  if (group.machines > left.machines)
    refuse("only " + std::to_string(left.machines) + " machines with a code are left");
  if (group.stay > group.machines) refuse("more machines stay than take part");
  if (group.count < group.stay || (group.count + group.stay) % 2 != 0)
    refuse("count and stay do not fit: every visit but those that stay is two movements");
}

// Visits of one machine: in and out, site after site.
Journey visits(const Movements& group, std::size_t machine, std::size_t own) {
  const std::size_t all = (group.count + group.stay) / 2;
  const std::size_t count = all / group.machines + (own < all % group.machines ? 1 : 0);
  Journey journey;
  for (std::size_t visit = 0; visit < count; ++visit) {
    const std::size_t site = group.sites[(own + visit) % group.sites.size()] - 1;
    journey.push_back({&group, 0, machine, site, true, 0});
    if (visit + 1 < count || own >= group.stay) journey.push_back({&group, 0, machine, site, false, 0});
  }
  return journey;
}

// In at the next site before it is out of the last.
void overlap(Journey& journey) {
  for (std::size_t i = 1; i + 2 < journey.size(); i += 4) std::swap(journey[i], journey[i + 1]);
}

void spread(Journey& journey, const Movements& group, std::size_t own) {
  const double shift = (static_cast<double>(own) + 0.5) / static_cast<double>(group.machines);
  const double step = (group.from_hours_ago - group.to_hours_ago) / static_cast<double>(journey.size());
  for (std::size_t i = 0; i < journey.size(); ++i)
    journey[i].hours_ago = group.from_hours_ago - step * (static_cast<double>(i) + shift);
}

}  // namespace

std::vector<Journey> journeys(const std::vector<Movements>& groups, std::size_t machines, std::size_t sites) {
  std::vector<Journey> all;
  std::size_t number = 0, machine = 0, place = 0;
  for (const Movements& group : groups) {
    require_playable(group, ++place, {machines - machine, sites});
    for (std::size_t own = 0; own < group.machines; ++own) {
      Journey journey = visits(group, machine++, own);
      if (group.overlap) overlap(journey);
      if (group.from_hours_ago > 0) spread(journey, group, own);
      for (Passing& passing : journey) passing.number = number++;
      all.push_back(std::move(journey));
    }
  }
  return all;
}

}  // namespace nrmm::demo
