# What only a build of redblue itself wants, and a project that embeds redblue does not.

# The programs stand together: build/<preset>/bin/redblue.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# A compiler cache where there is one, unless the caller chose otherwise.
if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(REDBLUE_CCACHE ccache)
  if(REDBLUE_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${REDBLUE_CCACHE})
  endif()
endif()
