# cmake -D ROOT=tree -P shape.cmake: file sizes that read well, and test titles that ctest can carry.
cmake_minimum_required(VERSION 3.25)

set(folders sim algorithms proofs_check study cli kernels notebooks_cpp bench tests examples)
set(limit_hpp 200)
set(limit_cpp 400)
set(limit_cuh 200)
set(limit_cu 400)
set(violations 0)
set(scanned 0)

foreach(folder IN LISTS folders)
  file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/${folder}/*.hpp ${ROOT}/${folder}/*.cpp
       ${ROOT}/${folder}/*.cuh ${ROOT}/${folder}/*.cu)
  foreach(file IN LISTS files)
    math(EXPR scanned "${scanned} + 1")
    file(READ ${ROOT}/${file} text)

    string(REGEX MATCHALL "\n" ends "${text}")
    list(LENGTH ends lines)
    string(REGEX REPLACE ".*\\.([a-z]+)$" "\\1" suffix ${file})
    if(lines GREATER limit_${suffix})
      message("${file}: ${lines} lines, at most ${limit_${suffix}} for .${suffix}: split it by idea")
      math(EXPR violations "${violations} + 1")
    endif()

    # `;` separates list elements wherever CMake carries a title.
    if(text MATCHES "(TEST_CASE|SUBCASE|SCENARIO)[A-Z_]*\\([ \n]*(\"[^\"\n]*;[^\"\n]*\")")
      message("${file}: the test title ${CMAKE_MATCH_2} holds a semicolon: make it one sentence")
      math(EXPR violations "${violations} + 1")
    endif()
  endforeach()
endforeach()

if(scanned EQUAL 0)
  message(FATAL_ERROR "no source file under ${ROOT}: is ROOT the repository?")
elseif(violations GREATER 0)
  message(FATAL_ERROR "${violations} files are out of shape")
endif()
message("${scanned} files keep their shape")
