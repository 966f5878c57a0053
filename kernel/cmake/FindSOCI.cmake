# Debian's libsoci-dev carries neither a CMake package nor a .pc file.
find_path(SOCI_INCLUDE_DIR soci/soci.h)
find_library(SOCI_CORE_LIBRARY soci_core)
find_library(SOCI_POSTGRESQL_LIBRARY soci_postgresql)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(SOCI DEFAULT_MSG SOCI_INCLUDE_DIR SOCI_CORE_LIBRARY SOCI_POSTGRESQL_LIBRARY)

if(SOCI_FOUND AND NOT TARGET SOCI::postgresql)
  add_library(SOCI::postgresql INTERFACE IMPORTED)
  target_include_directories(SOCI::postgresql SYSTEM INTERFACE ${SOCI_INCLUDE_DIR} ${SOCI_INCLUDE_DIR}/soci)
  target_link_libraries(SOCI::postgresql INTERFACE ${SOCI_CORE_LIBRARY} ${SOCI_POSTGRESQL_LIBRARY})
endif()
