#include "failing_disk.hpp"

#include <cerrno>

#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace nrmm::photos::testing {

std::atomic<int> write_error = 0;
std::atomic<int> fsync_error = 0;
std::atomic<int> fsyncs_before = -1;

namespace {

bool on_disk(int file) {
  struct stat status {};
  return fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace
}  // namespace nrmm::photos::testing

// Half of what is asked for is written before the disk is full.
extern "C" ssize_t write(int file, const void* bytes, size_t length) {
  using namespace nrmm::photos::testing;
  if (write_error != 0 && file > 2 && on_disk(file)) {
    if (length > 512) return syscall(SYS_write, file, bytes, length / 2);
    errno = write_error;
    return -1;
  }
  return syscall(SYS_write, file, bytes, length);
}

extern "C" int fsync(int file) {
  using namespace nrmm::photos::testing;
  const bool fails = fsyncs_before < 0 || --fsyncs_before < 0;
  if (const int error = fsync_error; error && fails) {
    errno = error;
    return -1;
  }
  return static_cast<int>(syscall(SYS_fsync, file));
}
