// SOCI 4.0.3 loses a connection that dies between being made and its first statement: one for each such
// moment of a crash of PostgreSQL. Known and bounded; every other leak counts.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:soci::postgresql_session_backend::connect\n";
}
