#include "metrics/text.hpp"

#include <charconv>
#include <chrono>
#include <cmath>

namespace nrmm::metrics {
namespace {

using std::chrono::duration;

constexpr std::string_view name_of(Text::Kind kind) {
  switch (kind) {
    case Text::Kind::counter:
      return "counter";
    case Text::Kind::gauge:
      return "gauge";
    default:
      return "histogram";
  }
}

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

// Backslash and end of line; in a label's value the quote too.
std::string escaped(std::string_view text, bool quoted) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && quoted) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
  return out;
}

// name="value",name="value"
std::string inner(const Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    if (!out.empty()) out += ',';
    out.append(name).append("=\"").append(escaped(value, true)) += '"';
  }
  return out;
}

std::string with_bound(const std::string& labels, const std::string& bound) {
  return labels + (labels.empty() ? "" : ",") + "le=\"" + bound + '"';
}

}  // namespace

void Text::family(std::string_view name, Kind kind, std::string_view help) {
  name_ = name;
  text_ += "# HELP " + name_ + ' ' + escaped(help, false) + '\n';
  text_.append("# TYPE ").append(name).append(" ").append(name_of(kind)) += '\n';
}

void Text::line(std::string_view suffix, const std::string& labels, double value) {
  text_.append(name_).append(suffix);
  if (!labels.empty()) text_ += '{' + labels + '}';
  text_ += ' ' + number(value) + '\n';
}

void Text::sample(double value, const Labels& labels) { line("", inner(labels), value); }

void Text::sample(const Counter& counter, const Labels& labels) {
  sample(static_cast<double>(counter.value()), labels);
}

void Text::sample(const Histogram& histogram, const Labels& labels) {
  const std::string own = inner(labels);
  const Histogram::Buckets buckets = histogram.buckets();
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < buckets.size(); ++i) {
    count += buckets[i];
    const std::string bound =
        i < Histogram::kBounds.size() ? number(duration<double>(Histogram::kBounds[i]).count()) : "+Inf";
    line("_bucket", with_bound(own, bound), static_cast<double>(count));
  }
  line("_sum", own, duration<double>(histogram.sum()).count());
  line("_count", own, static_cast<double>(count));
}

}  // namespace nrmm::metrics
