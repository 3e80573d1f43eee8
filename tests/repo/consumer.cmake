# cmake -D BUILD=dir -D EXAMPLES=dir -D SCRATCH=dir -D GENERATOR=... -D COMPILER=... -D LAUNCHER=... -D FLAGS=...
#       -P consumer.cmake
# Installs redblue into SCRATCH, builds examples/ against what was installed and nothing else, and runs it.
cmake_minimum_required(VERSION 3.25)

include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)

set(prefix ${SCRATCH}/prefix)
file(REMOVE_RECURSE ${SCRATCH})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})

# The installed program runs from where it was installed.
run(${prefix}/bin/redblue --version)

run(${CMAKE_COMMAND} -S ${EXAMPLES} -B ${SCRATCH}/build -G ${GENERATOR} -D CMAKE_BUILD_TYPE=Debug
    -D CMAKE_PREFIX_PATH=${prefix} -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
    -D CMAKE_CXX_FLAGS=${FLAGS} -D CMAKE_COMPILE_WARNING_AS_ERROR=ON -D CMAKE_FIND_USE_PACKAGE_REGISTRY=OFF)
file(STRINGS ${SCRATCH}/build/CMakeCache.txt found REGEX "^redblue_DIR:")
string(FIND "${found}" "=${prefix}/" inside)
if(inside EQUAL -1)
  message(FATAL_ERROR "the example found another redblue than the one just installed: ${found}")
endif()
run(${CMAKE_COMMAND} --build ${SCRATCH}/build)
run(${SCRATCH}/build/untiled)
message("${said}")

# The table it prints: every row agrees and both the known bounds and its own hold.
foreach(words "untiled_attention" "pair_loads" "12 of 12 points: closed form = counted run = executed run, no bound exceeded")
  string(FIND "${said}" "${words}" at)
  if(at EQUAL -1)
    message(FATAL_ERROR "the example did not print \"${words}\"")
  endif()
endforeach()
