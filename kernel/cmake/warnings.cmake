add_compile_options(-Wall -Wextra -Wpedantic -Werror)
# g++ 12 warns falsely of overlapping copies in `"literal" + text` when it optimises (GCC bug 105329).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  add_compile_options(-Wno-restrict)
endif()
if(NRMM_SANITIZE)
  add_compile_options(-fsanitize=${NRMM_SANITIZE} -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${NRMM_SANITIZE})
endif()
