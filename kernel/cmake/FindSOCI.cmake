# Debian's libsoci-dev carries neither a CMake package nor a .pc file. Static: the shared backend does not export the session class
# that storage/connection.cpp makes itself.
find_path(SOCI_INCLUDE_DIR soci/soci.h)
find_library(SOCI_CORE_ARCHIVE libsoci_core.a)
find_library(SOCI_POSTGRESQL_ARCHIVE libsoci_postgresql.a)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SOCI DEFAULT_MSG SOCI_INCLUDE_DIR SOCI_CORE_ARCHIVE SOCI_POSTGRESQL_ARCHIVE)

if(SOCI_FOUND AND NOT TARGET SOCI::postgresql)
  add_library(SOCI::postgresql INTERFACE IMPORTED)
  target_include_directories(SOCI::postgresql SYSTEM INTERFACE ${SOCI_INCLUDE_DIR} ${SOCI_INCLUDE_DIR}/soci)
  target_link_libraries(SOCI::postgresql INTERFACE ${SOCI_POSTGRESQL_ARCHIVE} ${SOCI_CORE_ARCHIVE} pq
                        ${CMAKE_DL_LIBS})
endif()
