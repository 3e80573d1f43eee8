# REDBLUE_CUDA: the kernels compiled by nvcc, on by itself where nvcc (12 or newer) is. One call of nvcc makes the
# object and the log of ptxas that the tests read; CMake's own CUDA language knows no C++20 in 3.25. The driver is
# not linked, so programs start where there is none.
find_package(CUDAToolkit 12.0 QUIET)
set(found OFF)
if(CUDAToolkit_NVCC_EXECUTABLE AND TARGET CUDA::cudart_static)
  set(found ON)
endif()
option(REDBLUE_CUDA "compile the kernels with nvcc" ${found})
set(REDBLUE_CUDA_ARCHITECTURES 80 90 90a CACHE STRING "what nvcc compiles the kernels for, beside PTX for 90")
if(REDBLUE_CUDA AND NOT found)
  message(FATAL_ERROR "REDBLUE_CUDA is on and no CUDA toolkit from 12.0 on was found; "
                      "put its nvcc into PATH, or leave the option off: the CPU back end needs none")
endif()

# redblue_add_cuda(TARGET SOURCE.cu [architecture ...]): the object of SOURCE, with its PTX in it, is part of TARGET;
# sets REDBLUE_PTXAS_LOG and REDBLUE_CUDA_OBJECT. Architectures: those of the option, and PTX for 90.
function(redblue_add_cuda target source)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/${source}.o)
  set(log ${object}.log)
  get_filename_component(folder ${object} DIRECTORY)
  file(MAKE_DIRECTORY ${folder})
  set(architectures ${ARGN})
  if(architectures)
    set(code -gencode arch=compute_${ARGV2},code=compute_${ARGV2})
  else()
    set(architectures ${REDBLUE_CUDA_ARCHITECTURES})
    set(code -gencode arch=compute_90,code=compute_90)
  endif()
  foreach(architecture IN LISTS architectures)
    list(APPEND code -gencode arch=compute_${architecture},code=sm_${architecture})
  endforeach()
  add_custom_command(OUTPUT ${object} ${log}
    COMMAND ${CMAKE_COMMAND} -D LOG=${log} -P ${REDBLUE_ROOT}/cmake/RunLogged.cmake -- ${CMAKE_CXX_COMPILER_LAUNCHER}
            ${CUDAToolkit_NVCC_EXECUTABLE} -std=c++20 -O3 --expt-relaxed-constexpr -no-compress -Xptxas -v ${code}
            -I${REDBLUE_INCLUDE_DIR} -MD -MF ${object}.d -c ${CMAKE_CURRENT_SOURCE_DIR}/${source} -o ${object}
    DEPENDS ${source} ${REDBLUE_ROOT}/cmake/RunLogged.cmake DEPFILE ${object}.d
    COMMENT "nvcc ${source}" VERBATIM)
  set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
  target_sources(${target} PRIVATE ${object})
  target_link_libraries(${target} PRIVATE ${CUDA_cudart_static_LIBRARY} ${CMAKE_DL_LIBS} rt pthread)
  target_compile_definitions(${target} PRIVATE REDBLUE_CUDA)
  set(REDBLUE_PTXAS_LOG ${log} PARENT_SCOPE)
  set(REDBLUE_CUDA_OBJECT ${object} PARENT_SCOPE)
endfunction()
