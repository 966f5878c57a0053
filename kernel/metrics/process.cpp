#include "metrics/process.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <unistd.h>

namespace nrmm::metrics {
namespace {

std::string whole(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The fields of /proc/self/stat after the program's name, which may hold blanks; the first is number 3 of
// proc(5).
class Stat {
 public:
  Stat() {
    const std::string text = whole("/proc/self/stat");
    std::istringstream rest(text.substr(text.rfind(')') + 1));
    fields_.assign(std::istream_iterator<std::string>(rest), {});
  }
  double field(std::size_t number) const { return std::stod(fields_.at(number - 3)); }

 private:
  std::vector<std::string> fields_;
};

// Seconds since 1970 when the machine started.
double boot_time() {
  const std::string text = whole("/proc/stat");
  return std::stod(text.substr(text.find("\nbtime ") + 7));
}

double open_descriptors() {
  const auto all = std::filesystem::directory_iterator("/proc/self/fd");
  return static_cast<double>(std::distance(begin(all), end(all)));
}

}  // namespace

void write_process(Text& text) {
  using Kind = Text::Kind;
  const Stat stat;
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  text.family("process_cpu_seconds_total", Kind::counter, "Processor time, of user and system.");
  text.sample((stat.field(14) + stat.field(15)) / ticks);
  text.family("process_resident_memory_bytes", Kind::gauge, "Resident memory.");
  text.sample(stat.field(24) * static_cast<double>(::sysconf(_SC_PAGESIZE)));
  text.family("process_virtual_memory_bytes", Kind::gauge, "Virtual memory.");
  text.sample(stat.field(23));
  text.family("process_threads", Kind::gauge, "Threads.");
  text.sample(stat.field(20));
  text.family("process_open_fds", Kind::gauge, "Open file descriptors.");
  text.sample(open_descriptors());
  text.family("process_max_fds", Kind::gauge, "How many may be open.");
  text.sample(static_cast<double>(files.rlim_cur));
  text.family("process_start_time_seconds", Kind::gauge, "When it started, in seconds since 1970.");
  text.sample(boot_time() + stat.field(22) / ticks);
}

}  // namespace nrmm::metrics
