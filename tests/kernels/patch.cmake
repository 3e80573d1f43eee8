# Kernels with one patch. The caller sets `files`, names below ${KERNELS} in the order in which they include each
# other, before it includes this.

# patched(FILE "what is wrong" "text" "patched text" NAMESPACE INTO): the text of all files without their includes,
# in a namespace of its own inside redblue::kernels, with the one patch in FILE. A patch that does not apply exactly
# once is an error: the table has drifted from the kernels.
function(patched file what find replace namespace into)
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
  string(REPLACE "namespace redblue::kernels {" "namespace redblue::kernels::${namespace} {" all "${all}")
  set(${into} "${all}" PARENT_SCOPE)
endfunction()
