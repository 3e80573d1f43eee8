# The kernels on Hopper's asynchronous units: emulated, and as nvcc compiles them.
redblue_test(test_hopper LIBRARIES redblue_kernels redblue::algorithms SOURCES 320_async_units.cpp 321_flash_ws.cpp
  323_two_phase_ws.cpp 325_hopper_requests.cpp)

# Kernels with a fault each: patched copies of their text, written at build time into the build directory.
set(planted ${CMAKE_CURRENT_BINARY_DIR}/planted_hopper.cpp)
set(plant ${CMAKE_CURRENT_LIST_DIR}/hopper)
set(kernel_files "")
foreach(file flash_ws fragments panel_pipeline ring two_phase_ws)
  list(APPEND kernel_files ${PROJECT_SOURCE_DIR}/kernels/${file}.cuh)
endforeach()
add_custom_command(OUTPUT ${planted}
  COMMAND ${CMAKE_COMMAND} -D KERNELS=${PROJECT_SOURCE_DIR}/kernels -D FAULTS=${plant}/faults.cmake
          -D OUTPUT=${planted} -P ${plant}/plant.cmake
  DEPENDS ${kernel_files} ${plant}/plant.cmake ${plant}/faults.cmake ${plant}/../kernels/patch.cmake VERBATIM)
redblue_test(test_hopper_faults LIBRARIES redblue_kernels redblue::algorithms
  SOURCES 322_hopper_faults.cpp ${planted})
# A fault may well make a variable useless, and what it does is for the back end to catch, not for UBSan.
set_source_files_properties(${planted} PROPERTIES COMPILE_OPTIONS
  "-O0;-g0;-fno-sanitize=undefined;-Wno-unused-parameter;-Wno-unused-variable;-Wno-unused-but-set-variable;-Wno-shadow")

redblue_test(test_bf16_commands LIBRARIES redblue_kernels SOURCES support/process.cpp 324_bf16_commands.cpp)
target_compile_definitions(test_bf16_commands PRIVATE REDBLUE_PROGRAM="$<TARGET_FILE:redblue>")
add_dependencies(test_bf16_commands redblue)
