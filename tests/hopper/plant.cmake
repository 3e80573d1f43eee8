# cmake -D KERNELS=dir -D FAULTS=file -D OUTPUT=file.cpp -P plant.cmake: writes a source that holds, for each fault of
# the table, the bfloat16 kernels with that one patch, in a namespace of its own.
cmake_minimum_required(VERSION 3.25)

set(files ring.cuh fragments.cuh flash_ws.cuh panel_pipeline.cuh two_phase_ws.cuh)
include(${CMAKE_CURRENT_LIST_DIR}/../kernels/patch.cmake)
set(number 0)
set(kernels "")
set(rows "")

# One fault, and the check that must catch it. Those of panel_pipeline.cuh and two_phase_ws.cuh are run by two_phase_ws.
function(fault check file what find replace)
  patched(${file} "${what}" "${find}" "${replace}" hopper_fault_${number} all)
  set(kernels "${kernels}${all}" PARENT_SCOPE)
  set(fault redblue::kernels::hopper_fault_${number})
  if(file MATCHES "^(panel_pipeline|two_phase_ws)")
    set(run "two_phase_ws, &${fault}::two_phase_ws_kernels<redblue::kernels::Count, 2, Launcher>")
  else()
    set(run "flash_ws, &launch<${fault}::FlashWsKernel>")
  endif()
  set(rows "${rows}    {\"${check}\", \"${file}: ${what}\", PlantedHopperFault::Runs::${run}},\n" PARENT_SCOPE)
  math(EXPR number "${number} + 1")
  set(number ${number} PARENT_SCOPE)
endfunction()

include(${FAULTS})

file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
// Written by plant.cmake: every namespace holds the bfloat16 kernels with one fault.
#include "hopper/planted.hpp"
@kernels@
namespace redblue::test {
using Launcher = redblue::kernels::cpu::HopperLauncher;
std::vector<PlantedHopperFault> planted_hopper_faults() {
  return {
@rows@  };
}
}  // namespace redblue::test
]])
