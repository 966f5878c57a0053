#include "workflows/outbox.hpp"

#include <algorithm>

#include "log/logger.hpp"
#include "workflows/outbox_store.hpp"

namespace nrmm::workflows {
namespace {

constexpr int kBatch = 20;

std::string context(const std::string& city) { return city + "/outbox"; }

}  // namespace

void OutboxWriter::put(storage::Session& session, const std::string& channel, const Json& payload) const {
  outbox_store::add(session, channel, seal_->seal(dump_json(payload), context(session.city())));
}

Outbox::Outbox(storage::Database& database, std::shared_ptr<const storage::Seal> seal, Cities cities,
               OutboxSettings settings)
    : database_(database), seal_(std::move(seal)), cities_(std::move(cities)), settings_(settings) {}

Outbox::~Outbox() { stop(); }

void Outbox::add(std::string name, std::unique_ptr<Channel> channel) {
  ways_[std::move(name)].channel = std::move(channel);
}

void Outbox::start() {
  if (!threads_.empty()) return;
  for (const std::string& name : channels()) threads_.emplace_back([this, name] { loop({name}); });
}

void Outbox::wake() {
  {
    const std::lock_guard lock(mutex_);
    ++written_;
  }
  woken_.notify_all();
}

void Outbox::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

bool Outbox::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Outbox::loop(const Names& channels) {
  const log::JobScope scope("outbox " + channels.front());
  unsigned seen = 0;
  while (!stopping()) {
    for (const std::string& city : cities_()) {
      try {
        while (!stopping() && run_once(city, channels) == kBatch) {
        }
      } catch (const std::exception&) {
        // The database is away: the messages are safe in it, the next round asks again.
      }
    }
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, settings_.poll, [&] { return written_ != seen || stopping_; });
    seen = written_;
  }
}

// Others' messages wait, those of channels that this server does not have too.
Outbox::Names Outbox::channels() const {
  Names names;
  for (const auto& [name, way] : ways_) names.push_back(name);
  return names;
}

Outbox::Names Outbox::ready(const Names& channels) {
  Names names;
  for (const std::string& name : channels)
    if (ways_.at(name).channel->ready()) names.push_back(name);
  return names;
}

int Outbox::run_once(const std::string& city) { return run_once(city, channels()); }

int Outbox::run_once(const std::string& city, const Names& channels) {
  const auto lease = static_cast<int>(settings_.lease.count());
  const auto names = ready(channels);
  if (names.empty()) return 0;
  const auto waiting = database_.transact(
      city, [&](storage::Session& session) { return outbox_store::claim(session, names, lease, kBatch); });
  int tried = 0;
  for (const outbox_store::Waiting& one : waiting) {
    if (stopping()) break;
    try_one(city, one);
    ++tried;
  }
  return tried;
}

void Outbox::try_one(const std::string& city, const outbox_store::Waiting& waiting) {
  Channel& channel = *ways_.at(waiting.channel).channel;
  if (!channel.ready()) {  // since the batch was taken
    database_.transact(city, [&](storage::Session& session) {
      outbox_store::give_back(session, waiting.id, waiting.tries);
    });
    return;
  }
  const auto begins = [&](storage::Session& session) {
    return outbox_store::trying(session, waiting.id, waiting.tries);
  };
  if (!channel.repeatable() && !database_.transact(city, begins)) return;
  const Sent sent = waiting.interrupted ? Sent::unknown("interrupted") : deliver(city, waiting);
  database_.transact(city, [&](storage::Session& session) { record(session, waiting, sent); });
  count(waiting, sent);
}

Sent Outbox::deliver(const std::string& city, const outbox_store::Waiting& waiting) {
  Channel& channel = *ways_.at(waiting.channel).channel;
  try {
    const Json payload = parse_json(seal_->open(waiting.sealed, context(city)));
    return channel.deliver({waiting.id, city, waiting.time, payload});
  } catch (const std::exception&) {
    return channel.repeatable() ? Sent::later("exception") : Sent::unknown("exception");
  }
}

void Outbox::record(storage::Session& session, const outbox_store::Waiting& waiting, const Sent& sent) {
  using Outcome = Sent::Outcome;
  const Outcome outcome = this->outcome(waiting, sent);
  if (outcome == Outcome::sent) return outbox_store::done(session, waiting.id);
  if (outcome == Outcome::unknown) return outbox_store::unknown(session, waiting.id, sent.reason);
  if (outcome == Outcome::refused) return outbox_store::give_up(session, waiting.id, sent.reason);
  const long seconds = sent.pause ? static_cast<long>(sent.pause->count()) : pause(waiting.tries);
  outbox_store::again_in(session, waiting.id, std::max(1L, seconds), sent.reason);
}

// After too many tries `later` is a refusal.
Sent::Outcome Outbox::outcome(const outbox_store::Waiting& waiting, const Sent& sent) const {
  const bool over = sent.outcome == Sent::Outcome::later && waiting.tries >= settings_.most_tries;
  return over ? Sent::Outcome::refused : sent.outcome;
}

void Outbox::count(const outbox_store::Waiting& waiting, const Sent& sent) {
  Tries& tries = ways_.at(waiting.channel).tries;
  switch (outcome(waiting, sent)) {
    case Sent::Outcome::sent:
      return tries.sent.add();
    case Sent::Outcome::refused:
      return tries.refused.add();
    case Sent::Outcome::unknown:
      return tries.unknown.add();
    default:
      return tries.later.add();
  }
}

// 1, 2, 4 … seconds.
long Outbox::pause(int tries) const {
  const long doubled = 1L << std::min(tries - 1, 30);
  return std::min<long>(doubled, settings_.longest_pause.count());
}

}  // namespace nrmm::workflows
