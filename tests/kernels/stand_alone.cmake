# cmake -D SOURCE=kernels -D SCRATCH=dir -D PROGRAM=redblue -D COMPILER=... -D LAUNCHER=... -P stand_alone.cmake
# Builds redblue-confirm as a project of its own, without CUDA, and holds its table to that of `redblue confirm`.
cmake_minimum_required(VERSION 3.25)
set(ENV{CUDA_VISIBLE_DEVICES} "")  # PROGRAM may have been built with CUDA: both on the CPU back end

include(${CMAKE_CURRENT_LIST_DIR}/../repo/run.cmake)

# Head and rows of a table, one blank for several, without the times.
function(read_table name text)
  string(REGEX MATCHALL "(schedule|[a-z_0-9]+) +[^\n]*(verdict|COUNTS EXACT [(]CPU back end[)])\n" lines "${text}")
  string(REGEX REPLACE " +" " " lines "${lines}")
  string(REGEX REPLACE " [0-9.]+ COUNTS" " COUNTS" lines "${lines}")
  set(${name} "${lines}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} -S ${SOURCE} -B ${SCRATCH} -G Ninja -D CMAKE_BUILD_TYPE=Debug -D CMAKE_CXX_FLAGS_DEBUG=-O0
    -D CMAKE_CXX_COMPILER=${COMPILER} -D CMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER} -D REDBLUE_CUDA=OFF
    -D REDBLUE_WERROR=ON)
run(${CMAKE_COMMAND} --build ${SCRATCH} -- -j1)

set(question --N 40 --d 8 --M 900)
run(${SCRATCH}/redblue-confirm ${question})
read_table(ours "${said}")
run(${PROGRAM} confirm ${question})
read_table(theirs "${said}")
list(LENGTH ours lines)
if(NOT lines EQUAL 5)
  message(FATAL_ERROR "a head and four rows of COUNTS EXACT (CPU back end) were expected, not\n${ours}")
endif()
if(NOT ours STREQUAL theirs)
  message(FATAL_ERROR "redblue-confirm:\n${ours}\nredblue confirm:\n${theirs}")
endif()
message("${ours}")
