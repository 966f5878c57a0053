# nrmm_concept(NAME [DEPENDS concept…] [LINK target…] [EMBED file…])
# One static library per concept folder, nrmm_NAME, from every *.cpp in it. EMBED compiles files into the library, readable
# through base/embedded.hpp under "NAME/relative/path", all of them through nrmm::embedded::NAME_files().
function(nrmm_concept name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK;EMBED" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  foreach(file IN LISTS ARG_EMBED)
    list(APPEND sources ${CMAKE_CURRENT_BINARY_DIR}/${file}.embedded.cpp)
    nrmm_embed(${name} ${file})
  endforeach()
  if(ARG_EMBED)
    list(APPEND sources ${CMAKE_CURRENT_BINARY_DIR}/embedded_files.cpp)
    nrmm_embedded_index(${name} ${ARG_EMBED})
  endif()
  add_library(nrmm_${name} STATIC ${sources})
  target_include_directories(nrmm_${name} PUBLIC ${PROJECT_SOURCE_DIR}/kernel)
  list(TRANSFORM ARG_DEPENDS PREPEND nrmm_)
  target_link_libraries(nrmm_${name} PUBLIC ${ARG_DEPENDS} ${ARG_LINK})
endfunction()

function(nrmm_embed name file)
  set(input ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  if(NOT EXISTS ${input})  # the build makes it
    set(input ${CMAKE_CURRENT_BINARY_DIR}/${file})
  endif()
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${file}.embedded.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D INPUT=${input} -D OUTPUT=${output}
            -D NAME=${name}/${file} -P ${PROJECT_SOURCE_DIR}/kernel/cmake/embed.cmake
    DEPENDS ${input} ${PROJECT_SOURCE_DIR}/kernel/cmake/embed.cmake
    VERBATIM)
endfunction()

function(nrmm_embedded_index name)
  set(declarations "")
  set(pointers "")
  foreach(file IN LISTS ARGN)
    string(MAKE_C_IDENTIFIER ${name}/${file} symbol)
    string(APPEND declarations "extern const File ${symbol};\n")
    string(APPEND pointers "&${symbol}, ")
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/embedded_files.cpp @ONLY CONTENT [[
#include <span>
#include "base/embedded.hpp"
namespace nrmm::embedded {
@declarations@
std::span<const File* const> @name@_files();
std::span<const File* const> @name@_files() {
  static constexpr const File* kFiles[] = {@pointers@};
  return kFiles;
}
}
]])
endfunction()
