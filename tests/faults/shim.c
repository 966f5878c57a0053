/* Faults of a disk, for a program that runs with LD_PRELOAD of this and NRMM_FAULTS=<file>. The file is read at every call
 * that could fail, so faults come and go while the program runs; without the file the disk is sound. A line of it:
 *
 *   <calls> <errno> <folder> <skip> <count>
 *
 * calls: letters of c (open that may create), o (open for writing), w (write), s (fsync), r (rename), m (mkdir), a (allocate, extend); errno: a number;
 * folder: where the files lie, absolute; skip: so many such calls of a process go well first; count: so many then fail, 0:
 * all. What failed is written to <file>.log, "<call> <path>" a line. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { RULES = 16 };
static atomic_ulong generation;
static atomic_long calls_of[RULES];

static void note(const char *faults, char call, const char *path) {
  char name[PATH_MAX], line[PATH_MAX + 8];
  snprintf(name, sizeof name, "%s.log", faults);
  int length = snprintf(line, sizeof line, "%c %s\n", call, path);
  int file = (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (file < 0) return;
  (void)!syscall(SYS_write, file, line, (size_t)length);
  close(file);
}

/* The faults of now; the counters begin anew when the file is another one. */
static ssize_t read_faults(const char *faults, char *text, size_t room) {
  int file = (int)syscall(SYS_openat, AT_FDCWD, faults, O_RDONLY | O_CLOEXEC, 0);
  if (file < 0) return -1;
  struct stat status;
  if (fstat(file, &status) == 0) {
    unsigned long now = (unsigned long)status.st_ino * 1000003u + (unsigned long)status.st_mtim.tv_nsec;
    if (atomic_exchange(&generation, now) != now)
      for (int i = 0; i < RULES; ++i) atomic_store(&calls_of[i], 0);
  }
  ssize_t length = syscall(SYS_read, file, text, room - 1);
  close(file);
  text[length > 0 ? length : 0] = 0;
  return length;
}

static int below(const char *path, const char *folder) {
  size_t length = strlen(folder);
  return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* The errno that this call is to fail with, 0: none. */
static int fault(char call, const char *path) {
  const char *faults = getenv("NRMM_FAULTS");
  char text[4096];
  if (!faults || path[0] != '/' || read_faults(faults, text, sizeof text) <= 0) return 0;
  int rule = 0;
  char *rest = NULL;
  for (char *line = strtok_r(text, "\n", &rest); line && rule < RULES; line = strtok_r(NULL, "\n", &rest), ++rule) {
    char calls[16], folder[PATH_MAX];
    int error;
    long skip, count;
    if (sscanf(line, "%15s %d %4095s %ld %ld", calls, &error, folder, &skip, &count) != 5) continue;
    if (!strchr(calls, call) || !below(path, folder)) continue;
    long nth = atomic_fetch_add(&calls_of[rule], 1);
    if (nth < skip || (count > 0 && nth >= skip + count)) continue;
    note(faults, call, path);
    return error;
  }
  return 0;
}

/* In `out` the path of a name below an open folder. */
static void path_at(int folder, const char *name, char out[PATH_MAX * 2]) {
  char link[64], base[PATH_MAX];
  out[0] = 0;
  if (!name) return;
  snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
  ssize_t length = name[0] == '/' ? 0 : readlink(link, base, sizeof base - 1);
  if (length < 0) return;
  base[length] = 0;
  snprintf(out, PATH_MAX * 2, length > 0 ? "%s/%s" : "%s%s", base, name);
}

static int fault_of(int file, char call) {
  char link[64], path[PATH_MAX];
  int before = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = getenv("NRMM_FAULTS") ? readlink(link, path, sizeof path - 1) : -1;
  errno = before;
  if (length < 0) return 0;
  path[length] = 0;
  return fault(call, path);
}

static int fault_at(int folder, const char *name, char call) {
  char path[PATH_MAX * 2];
  int before = errno;
  path_at(folder, name, path);
  int error = fault(call, path);
  errno = before;
  return error;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL_IF(expression) \
  do { \
    int error_ = (expression); \
    if (error_) { \
      errno = error_; \
      return -1; \
    } \
  } while (0)

static int open_as(int folder, const char *name, int flags, mode_t mode) {
  if (flags & O_CREAT) FAIL_IF(fault_at(folder, name, 'c'));
  if ((flags & O_ACCMODE) != O_RDONLY) FAIL_IF(fault_at(folder, name, 'o'));
  return (int)syscall(SYS_openat, folder, name, flags, mode);
}

#define MODE(flags) \
  mode_t mode = 0; \
  if ((flags) & (O_CREAT | O_TMPFILE)) { \
    va_list more; \
    va_start(more, flags); \
    mode = va_arg(more, mode_t); \
    va_end(more); \
  }

int open(const char *name, int flags, ...) { MODE(flags) return open_as(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return open_as(AT_FDCWD, name, flags, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE(flags) return open_as(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE(flags) return open_as(folder, name, flags, mode); }

ssize_t write(int file, const void *bytes, size_t length) {
  FAIL_IF(fault_of(file, 'w'));
  return REAL(write)(file, bytes, length);
}
ssize_t writev(int file, const struct iovec *parts, int count) {
  FAIL_IF(fault_of(file, 'w'));
  return REAL(writev)(file, parts, count);
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) {
  FAIL_IF(fault_of(file, 'w'));
  return REAL(pwrite)(file, bytes, length, at);
}
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
  FAIL_IF(fault_of(file, 'w'));
  return REAL(pwrite64)(file, bytes, length, at);
}
ssize_t pwritev(int file, const struct iovec *parts, int count, off_t at) {
  FAIL_IF(fault_of(file, 'w'));
  return REAL(pwritev)(file, parts, count, at);
}
ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t at) {
  FAIL_IF(fault_of(file, 'w'));
  return REAL(pwritev64)(file, parts, count, at);
}
int fsync(int file) {
  FAIL_IF(fault_of(file, 's'));
  return REAL(fsync)(file);
}
int fdatasync(int file) {
  FAIL_IF(fault_of(file, 's'));
  return REAL(fdatasync)(file);
}
int ftruncate(int file, off_t length) {
  FAIL_IF(fault_of(file, 'a'));
  return REAL(ftruncate)(file, length);
}
int fallocate(int file, int mode, off_t at, off_t length) {
  FAIL_IF(fault_of(file, 'a'));
  return REAL(fallocate)(file, mode, at, length);
}
int posix_fallocate(int file, off_t at, off_t length) { /* answers the error, sets no errno */
  int error = fault_of(file, 'a');
  return error ? error : REAL(posix_fallocate)(file, at, length);
}
int posix_fallocate64(int file, off64_t at, off64_t length) {
  int error = fault_of(file, 'a');
  return error ? error : REAL(posix_fallocate64)(file, at, length);
}
int rename(const char *from, const char *to) {
  FAIL_IF(fault_at(AT_FDCWD, to, 'r'));
  return REAL(rename)(from, to);
}
int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  FAIL_IF(fault_at(to_folder, to, 'r'));
  return REAL(renameat)(from_folder, from, to_folder, to);
}
int mkdir(const char *name, mode_t mode) {
  FAIL_IF(fault_at(AT_FDCWD, name, 'm'));
  return REAL(mkdir)(name, mode);
}
int mkdirat(int folder, const char *name, mode_t mode) {
  FAIL_IF(fault_at(folder, name, 'm'));
  return REAL(mkdirat)(folder, name, mode);
}
