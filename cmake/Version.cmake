# Run at every build: writes OUTPUT from INPUT when the version or the git revision changed.
execute_process(COMMAND git -C ${SOURCE_DIR} rev-parse --short=12 HEAD
  OUTPUT_VARIABLE GIT_REVISION OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
if(failed)
  set(GIT_REVISION unknown)
else()
  execute_process(COMMAND git -C ${SOURCE_DIR} diff-index --quiet HEAD -- RESULT_VARIABLE dirty ERROR_QUIET)
  if(dirty)
    string(APPEND GIT_REVISION -dirty)
  endif()
endif()
configure_file(${INPUT} ${OUTPUT} @ONLY)
