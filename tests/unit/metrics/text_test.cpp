// What Prometheus reads: the text format 0.0.4.
#include <limits>
#include <stdexcept>

#include <gmock/gmock.h>

#include "metrics/process.hpp"
#include "metrics/registry.hpp"

namespace nrmm::metrics {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;
using Kind = Text::Kind;

TEST(MetricsText, a_family_is_said_once_before_its_samples) {
  Text text;
  text.family("things_total", Kind::counter, "Things.");
  text.sample(3, {{"city", "somewhere"}, {"kind", "new"}});
  text.sample(1000000);
  EXPECT_EQ(text.str(),
            "# HELP things_total Things.\n# TYPE things_total counter\n"
            "things_total{city=\"somewhere\",kind=\"new\"} 3\nthings_total 1e+06\n");
}

TEST(MetricsText, values_of_labels_and_help_cannot_end_their_line) {
  Text text;
  text.family("things", Kind::gauge, "A \\ and a\nline \"quoted\".");
  text.sample(1, {{"name", "a\\b\"c\nd"}});
  EXPECT_EQ(text.str(),
            "# HELP things A \\\\ and a\\nline \"quoted\".\n# TYPE things gauge\n"
            "things{name=\"a\\\\b\\\"c\\nd\"} 1\n");
}

TEST(MetricsText, numbers_that_are_none_have_names) {
  Text text;
  text.family("odd", Kind::gauge, "Odd.");
  text.sample(std::numeric_limits<double>::infinity());
  text.sample(-std::numeric_limits<double>::infinity());
  text.sample(std::numeric_limits<double>::quiet_NaN());
  text.sample(0.25);
  EXPECT_THAT(text.str(), HasSubstr("odd +Inf\nodd -Inf\nodd NaN\nodd 0.25\n"));
}

TEST(MetricsText, buckets_add_up_and_a_bound_belongs_to_its_bucket) {
  Histogram histogram;
  for (const int took : {1, 5, 6, 200, 9'000}) histogram.observe(milliseconds(took));
  Text text;
  text.family("took_seconds", Kind::histogram, "Took.");
  text.sample(histogram, {{"city", "somewhere"}});
  EXPECT_THAT(text.str(), HasSubstr("took_seconds_bucket{city=\"somewhere\",le=\"0.005\"} 2\n"));
  EXPECT_THAT(text.str(), HasSubstr("le=\"0.025\"} 3\n"));
  EXPECT_THAT(text.str(), HasSubstr("le=\"0.1\"} 3\n"));
  EXPECT_THAT(text.str(), HasSubstr("le=\"0.25\"} 4\n"));
  EXPECT_THAT(text.str(), HasSubstr("le=\"5\"} 4\n"));
  EXPECT_THAT(text.str(), HasSubstr("le=\"+Inf\"} 5\n"));
  EXPECT_THAT(text.str(), HasSubstr("took_seconds_sum{city=\"somewhere\"} 9.212\n"));
  EXPECT_THAT(text.str(), HasSubstr("took_seconds_count{city=\"somewhere\"} 5\n"));
}

TEST(MetricsRegistry, a_part_that_fails_is_left_out_whole_and_counted) {
  Registry registry;
  registry.add("good", [](Text& text) {
    text.family("good", Kind::gauge, "Good.");
    text.sample(1);
  });
  registry.add("bad", [](Text& text) {
    text.family("bad", Kind::gauge, "Bad.");
    throw std::runtime_error("no");
  });
  registry.scrape();
  const std::string told = registry.scrape();
  EXPECT_THAT(told, HasSubstr("good 1\n"));
  EXPECT_THAT(told, Not(HasSubstr("# TYPE bad")));
  EXPECT_THAT(told, HasSubstr("nrmm_metrics_failures_total{part=\"bad\"} 2\n"));
  EXPECT_THAT(told, HasSubstr("nrmm_metrics_failures_total{part=\"good\"} 0\n"));
}

TEST(MetricsProcess, tells_of_itself) {
  Text text;
  write_process(text);
  EXPECT_THAT(text.str(), HasSubstr("\nprocess_resident_memory_bytes "));
  EXPECT_THAT(text.str(), Not(HasSubstr("process_threads 0\n")));
  EXPECT_THAT(text.str(), Not(HasSubstr("process_open_fds 0\n")));
}

}  // namespace
}  // namespace nrmm::metrics
