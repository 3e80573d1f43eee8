redblue_test(test_study LIBRARIES redblue_study rapidcheck SOURCES
  410_record.cpp 411_record_json.cpp 412_record_rows.cpp 413_keys.cpp 414_inputs.cpp 415_verify.cpp)
