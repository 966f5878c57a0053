# nrmm_concept(NAME [DEPENDS concept…] [LINK target…] [EMBED file…])
# One static library per concept folder, nrmm_NAME, from every *.cpp in it. EMBED compiles files into the library, readable
# through base/embedded.hpp under "NAME/relative/path".
function(nrmm_concept name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK;EMBED" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  foreach(file IN LISTS ARG_EMBED)
    list(APPEND sources ${CMAKE_CURRENT_BINARY_DIR}/${file}.embedded.cpp)
    nrmm_embed(${name} ${file})
  endforeach()
  add_library(nrmm_${name} STATIC ${sources})
  target_include_directories(nrmm_${name} PUBLIC ${PROJECT_SOURCE_DIR}/kernel)
  list(TRANSFORM ARG_DEPENDS PREPEND nrmm_)
  target_link_libraries(nrmm_${name} PUBLIC ${ARG_DEPENDS} ${ARG_LINK})
endfunction()

function(nrmm_embed name file)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${file}.embedded.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -D INPUT=${CMAKE_CURRENT_SOURCE_DIR}/${file} -D OUTPUT=${output}
            -D NAME=${name}/${file} -P ${PROJECT_SOURCE_DIR}/kernel/cmake/embed.cmake
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${file} ${PROJECT_SOURCE_DIR}/kernel/cmake/embed.cmake
    VERBATIM)
endfunction()
