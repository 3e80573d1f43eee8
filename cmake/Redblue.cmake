# What every target of the project shares. Targets only: no global flags, no globs.
include(GNUInstallDirs)

# <redblue/sim/machine.hpp> in the tree: a link in the build directory to each floor.
set(REDBLUE_INCLUDE_DIR ${PROJECT_BINARY_DIR}/include)
foreach(floor sim algorithms proofs_check study cli)
  file(MAKE_DIRECTORY ${REDBLUE_INCLUDE_DIR}/redblue)
  file(CREATE_LINK ${PROJECT_SOURCE_DIR}/${floor} ${REDBLUE_INCLUDE_DIR}/redblue/${floor} SYMBOLIC)
endforeach()

add_library(redblue_options INTERFACE)
target_compile_features(redblue_options INTERFACE cxx_std_20)
target_compile_options(redblue_options INTERFACE -Wall -Wextra -Wconversion -Wshadow -ffp-contract=off
  $<$<BOOL:${REDBLUE_WERROR}>:-Werror>)
