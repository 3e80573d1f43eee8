# The kernels on Hopper's asynchronous units: emulated, and as nvcc compiles them.
redblue_test(test_hopper LIBRARIES redblue_kernels redblue::algorithms SOURCES 320_async_units.cpp 321_flash_ws.cpp
  323_two_phase_ws.cpp)

# flash_ws with a fault each: patched copies of its text, written at build time into the build directory.
set(planted ${CMAKE_CURRENT_BINARY_DIR}/planted_hopper.cpp)
set(plant ${CMAKE_CURRENT_LIST_DIR}/hopper)
add_custom_command(OUTPUT ${planted}
  COMMAND ${CMAKE_COMMAND} -D KERNELS=${PROJECT_SOURCE_DIR}/kernels -D FAULTS=${plant}/faults.cmake
          -D OUTPUT=${planted} -P ${plant}/plant.cmake
  DEPENDS ${PROJECT_SOURCE_DIR}/kernels/flash_ws.cuh ${PROJECT_SOURCE_DIR}/kernels/fragments.cuh
          ${PROJECT_SOURCE_DIR}/kernels/ring.cuh ${plant}/plant.cmake ${plant}/faults.cmake
          ${plant}/../kernels/patch.cmake VERBATIM)
redblue_test(test_hopper_faults LIBRARIES redblue_kernels redblue::algorithms
  SOURCES 322_hopper_faults.cpp ${planted})
# A fault may well make a variable useless.
set_source_files_properties(${planted} PROPERTIES COMPILE_OPTIONS
  "-O0;-g0;-Wno-unused-parameter;-Wno-unused-variable;-Wno-unused-but-set-variable;-Wno-shadow")

find_program(REDBLUE_NVCC nvcc PATHS /usr/local/cuda/bin)
find_program(REDBLUE_CUOBJDUMP cuobjdump PATHS /usr/local/cuda/bin)
foreach(kernel flash_ws two_phase_ws)
  add_test(NAME nvcc_${kernel} COMMAND ${CMAKE_COMMAND} -D NVCC=${REDBLUE_NVCC} -D CUOBJDUMP=${REDBLUE_CUOBJDUMP}
    -D INCLUDE=${REDBLUE_INCLUDE_DIR} -D SOURCE=${PROJECT_SOURCE_DIR}/kernels/cuda/${kernel}.cu
    -D OUTPUT=${CMAKE_CURRENT_BINARY_DIR}/nvcc_${kernel} -P ${plant}/nvcc.cmake)
  set_tests_properties(nvcc_${kernel} PROPERTIES SKIP_REGULAR_EXPRESSION "skipped: ")
endforeach()
