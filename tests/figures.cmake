# Figures and the report: one binary. The browser tests say so and pass where chromium is not installed.
redblue_test(test_figures LIBRARIES redblue_cli rapidcheck SOURCES
  420_axis.cpp 421_crossing.cpp 422_figure.cpp 423_pictures.cpp 424_escape.cpp 425_read_points.cpp
  426_report.cpp 427_browser.cpp 428_plot_command.cpp 429_bound_labels.cpp)
set_tests_properties(test_figures PROPERTIES TIMEOUT 600)
