# cmake -D NVCC=nvcc -D CUOBJDUMP=cuobjdump -D INCLUDE=dir -D SOURCE=file.cu -D OUTPUT=dir -P nvcc.cmake: what can be
# said of a Hopper kernel's machine code without a GPU.
#  - nvcc compiles it for compute capability 9.0a
#  - ptxas spills nothing, gives no thread local memory and serialises no wgmma
#  - the PTX holds the instructions of the asynchronous units that the source asks for
cmake_minimum_required(VERSION 3.25)

if(NOT EXISTS "${NVCC}")
  message("skipped: there is no nvcc")
  return()
endif()
file(MAKE_DIRECTORY ${OUTPUT})
get_filename_component(name ${SOURCE} NAME_WE)
execute_process(COMMAND ${NVCC} -std=c++20 --expt-relaxed-constexpr -gencode arch=compute_90a,code=sm_90a -Xptxas -v
                        -I${INCLUDE} --keep --keep-dir ${OUTPUT} -cubin -o ${OUTPUT}/${name}.cubin ${SOURCE}
                OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE code)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "nvcc does not compile ${SOURCE}:\n${said}")
endif()

# How often `pattern` stands in the text of variable `from`.
function(count_in from pattern into)
  string(REGEX MATCHALL "${pattern}" all "${${from}}")
  list(LENGTH all n)
  set(${into} ${n} PARENT_SCOPE)
endfunction()
function(expect from what pattern wanted)
  count_in(${from} "${pattern}" found)
  if(NOT found EQUAL wanted)
    message(FATAL_ERROR "${what}: ${found} in the ${from} of ${name}, expected ${wanted}\n${said}")
  endif()
  message("${from}: ${found} ${what}")
endfunction()

set(ptxas "${said}")
file(READ ${OUTPUT}/${name}.ptx PTX)
include(${CMAKE_CURRENT_LIST_DIR}/${name}.cmake)
expect(ptxas "kernels" "Compiling entry function" ${kernels})
expect(ptxas "kernels that spill nothing and have no local memory"
       " 0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads" ${kernels})
expect(ptxas "warnings" "[Ww]arning|serialized" 0)
foreach(shape IN LISTS products)
  string(REGEX MATCH "^([^=]+)=(.+)$" all ${shape})
  expect(PTX "wgmma ${CMAKE_MATCH_1}" "wgmma\\.mma_async\\.sync\\.aligned\\.${CMAKE_MATCH_1}\\.f32\\.bf16\\.bf16"
         ${CMAKE_MATCH_2})
endforeach()
expect(PTX "wgmma fences" "wgmma\\.fence\\.sync" ${groups})
expect(PTX "wgmma commits" "wgmma\\.commit_group" ${groups})
expect(PTX "wgmma waits" "wgmma\\.wait_group" ${groups})
expect(PTX "TMA boxes" "cp\\.async\\.bulk\\.tensor\\.2d" ${boxes})
expect(PTX "arrivals that expect bytes" "mbarrier\\.arrive\\.expect_tx" ${expectations})
expect(PTX "other arrivals" "mbarrier\\.arrive\\.shared" ${releases})
expect(PTX "register grants" "setmaxnreg" ${grants})

if(EXISTS "${CUOBJDUMP}")
  execute_process(COMMAND ${CUOBJDUMP} -sass ${OUTPUT}/${name}.cubin OUTPUT_VARIABLE SASS)
  foreach(wanted IN ITEMS HGMMA UTMALDG SYNCS USETMAXREG)
    count_in(SASS "${wanted}" found)
    if(found EQUAL 0)
      message(FATAL_ERROR "the SASS of ${name} holds no ${wanted}")
    endif()
    message("SASS: ${found} ${wanted}")
  endforeach()
  expect(SASS "loads and stores of local memory" "[^A-Z](LDL|STL)[^A-Z]" 0)
else()
  message("the SASS is not looked at: there is no cuobjdump")
endif()
