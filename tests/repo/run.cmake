# run(COMMAND ...): its standard output in `said`; a failure ends the script with all that was said.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE said ERROR_VARIABLE complaint)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${said}${complaint}\n${code} from ${ARGN}")
  endif()
  set(said "${said}" PARENT_SCOPE)
endfunction()
