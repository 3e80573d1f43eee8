# cmake -D KERNELS=dir -D FAULTS=file -D OUTPUT=file.cpp -P plant.cmake: writes a source that holds, for each fault of
# the table, flash_ws with that one patch, in a namespace of its own.
cmake_minimum_required(VERSION 3.25)

set(files ring.cuh fragments.cuh flash_ws.cuh)
include(${CMAKE_CURRENT_LIST_DIR}/../kernels/patch.cmake)
set(number 0)
set(kernels "")
set(rows "")

# One fault, and the check that must catch it.
function(fault check file what find replace)
  patched(${file} "${what}" "${find}" "${replace}" hopper_fault_${number} all)
  set(kernels "${kernels}${all}" PARENT_SCOPE)
  set(rows "${rows}    {\"${check}\", \"${file}: ${what}\", &launch<redblue::kernels::hopper_fault_${number}::FlashWsKernel>},\n"
      PARENT_SCOPE)
  math(EXPR number "${number} + 1")
  set(number ${number} PARENT_SCOPE)
endfunction()

include(${FAULTS})

file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
// Written by plant.cmake: every namespace holds flash_ws with one fault.
#include "hopper/planted.hpp"
@kernels@
namespace redblue::test {
std::vector<PlantedHopperFault> planted_hopper_faults() {
  return {
@rows@  };
}
}  // namespace redblue::test
]])
