# cmake -D KERNELS=dir -D FAULTS=file -D OUTPUT=file.cpp -P plant.cmake: writes a source that holds, for each fault of
# the table, flash_ws with that one patch, in a namespace of its own.
#
# A patch must apply exactly once: a table that has drifted from the kernel does not build.
cmake_minimum_required(VERSION 3.25)

set(files ring.cuh flash_ws.cuh)
set(number 0)
set(kernels "")
set(rows "")

# One fault, and the check that must catch it.
function(fault check file what find replace)
  set(all "")
  foreach(each IN LISTS files)
    file(READ ${KERNELS}/${each} text)
    string(REGEX REPLACE "#(pragma once|include [^\n]*)\n" "" text "${text}")
    if(each STREQUAL file)
      string(FIND "${text}" "${find}" first)
      string(FIND "${text}" "${find}" last REVERSE)
      if(first EQUAL -1 OR NOT first EQUAL last)
        message(FATAL_ERROR "the patch of \"${what}\" does not apply exactly once to ${file}")
      endif()
      string(REPLACE "${find}" "${replace}" text "${text}")
    endif()
    string(APPEND all "${text}")
  endforeach()
  string(REPLACE "namespace redblue::kernels {" "namespace redblue::kernels::hopper_fault_${number} {" all "${all}")
  string(REGEX REPLACE "struct Bf16Operands {[^}]*};" "" all "${all}")  # the operands are the kernel's own
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
