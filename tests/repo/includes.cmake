# cmake -D ROOT=tree -P includes.cmake: holds every floor to what it may include.
#  - a floor includes only itself and lower floors, and spells it <redblue/floor/file.hpp>
#  - sim includes the standard library and sim only
#  - heavy headers stay out of .hpp files, so that whoever includes us does not pay for them
#  - proofs_check/check, the trusted part, includes the standard library, sim/dag.hpp and itself only
cmake_minimum_required(VERSION 3.25)

set(floors sim algorithms kernels proofs_check study cli)
set(heavy "^(CLI|nlohmann|fmt|boost|Eigen|Spectra|toml\\+\\+|toml)/")
set(standard "^[a-z_0-9]+$")
set(violations 0)
set(scanned 0)

macro(violation text)
  message("${file}: #include ${target}: ${text}")
  math(EXPR violations "${violations} + 1")
endmacro()

# Judges one include of one file: `floor`, `rank`, `file`, `target` (with its brackets) are the caller's.
function(judge)
  string(REGEX REPLACE "^[<\"](.*)[>\"]$" "\\1" path "${target}")
  if(target MATCHES "^\"")
    violation("project headers are spelled <redblue/...>, and quotes are for nothing else")
  elseif(path MATCHES "^redblue/([^/]+)/")
    list(FIND floors "${CMAKE_MATCH_1}" other)
    if(other EQUAL -1)
      violation("no such floor; the floors are ${floors}")
    elseif(other GREATER rank)
      violation("${floor} stands below ${CMAKE_MATCH_1}")
    endif()
  elseif(floor STREQUAL kernels AND path MATCHES "${heavy}")
    violation("kernels are built where there is no library but the standard one")
  elseif(floor STREQUAL sim AND NOT path MATCHES "${standard}")
    violation("sim includes the standard library and sim only")
  elseif(file MATCHES "\\.hpp$" AND path MATCHES "${heavy}")
    violation("heavy headers belong in .cpp files")
  endif()
  if(file MATCHES "^proofs_check/check/" AND NOT path MATCHES "${standard}"
     AND NOT path MATCHES "^redblue/(sim/dag\\.hpp|proofs_check/check/)")
    violation("the trusted checker includes the standard library, sim/dag.hpp and itself only")
  endif()
  set(violations ${violations} PARENT_SCOPE)
endfunction()

foreach(floor IN LISTS floors)
  list(FIND floors ${floor} rank)
  file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/${floor}/*.hpp ${ROOT}/${floor}/*.cpp ${ROOT}/${floor}/*.cuh
       ${ROOT}/${floor}/*.cu ${ROOT}/${floor}/*.in)
  foreach(file IN LISTS files)
    math(EXPR scanned "${scanned} + 1")
    file(STRINGS ${ROOT}/${file} lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
    foreach(line IN LISTS lines)
      string(REGEX MATCH "[<\"][^>\"]*[>\"]" target "${line}")
      judge()
    endforeach()
  endforeach()
endforeach()

if(scanned EQUAL 0)
  message(FATAL_ERROR "no source file under ${ROOT}: is ROOT the repository?")
elseif(violations GREATER 0)
  message(FATAL_ERROR "${violations} includes break the floors (docs: CONTRIBUTING.md)")
endif()
message("${scanned} files keep to their floors")
