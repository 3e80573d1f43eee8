# cmake -D KERNELS=dir -D FAULTS=file -D OUTPUT=prefix -D PARTS=n -P plant.cmake: writes OUTPUT_<part>.cpp, n
# sources that hold, for each fault of the table, all kernels with that one patch, in a namespace of its own.
#
# A patch must apply exactly once: a table that has drifted from the kernels does not build.
cmake_minimum_required(VERSION 3.25)

set(files policy.hpp tile.cuh tile_ops.cuh score_tiles.cuh flash_attention.cuh flash_attention_2.cuh standard.cuh
          two_phase.cuh)
set(number 0)

# How each schedule is launched, under the policy that counts.
set(plan_of_flash_attention "flash_attention<Count>(launcher, a, plan.tile)")
set(plan_of_flash_attention_2 "flash_attention_2<Count>(launcher, a, plan.tile)")
set(plan_of_two_phase "two_phase<Count>(launcher, a, plan.scores, plan.output)")
set(plan_of_standard "standard<Count>(launcher, a, plan.scores, plan.whole_rows, plan.output)")
set(plan_of_standard_passing "${plan_of_standard}")

include(${CMAKE_CURRENT_LIST_DIR}/patch.cmake)

# One fault: `check` must catch it when `schedule` runs. An empty patch is the control.
function(fault check schedule file what find replace)
  patched(${file} "${what}" "${find}" "${replace}" fault_${number} all)
  math(EXPR part "${number} % ${PARTS}")
  set_property(GLOBAL APPEND_STRING PROPERTY text_${part} "${all}")
  set_property(GLOBAL APPEND_STRING PROPERTY rows_${part}
    "    {\"${check}\", \"${schedule}\", \"${file}: ${what}\", &launch_${number}},\n")
  set_property(GLOBAL APPEND_STRING PROPERTY text_${part}
    "void launch_${number}(redblue::kernels::cpu::Launcher& launcher, const redblue::kernels::Operands& a,
       const redblue::kernels::KernelPlan& plan) {
  using namespace redblue::kernels::fault_${number};
  ${plan_of_${schedule}};\n}\n")
  math(EXPR number "${number} + 1")
  set(number ${number} PARENT_SCOPE)
endfunction()

include(${FAULTS})

math(EXPR last "${PARTS} - 1")
foreach(part RANGE ${last})
  get_property(text GLOBAL PROPERTY text_${part})
  get_property(rows GLOBAL PROPERTY rows_${part})
  file(CONFIGURE OUTPUT ${OUTPUT}_${part}.cpp @ONLY CONTENT [[
// Written by plant.cmake: every namespace holds the kernels with one fault.
#include "kernels/planted.hpp"

#include <cmath>
#include <utility>

#include <redblue/algorithms/blocks.hpp>
#include <redblue/kernels/bf16.hpp>
#include <redblue/kernels/cpu/launcher.hpp>
#include <redblue/kernels/device.hpp>
#include <redblue/kernels/operands.hpp>
@text@
namespace redblue::test {
std::vector<PlantedFault> planted_faults_@part@() {
  return {
@rows@  };
}
}  // namespace redblue::test
]])
endforeach()
