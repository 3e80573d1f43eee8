#include <csignal>
#include <string>
#include <vector>

#include <redblue/cli/program.hpp>

int main(int argc, char** argv) {
  // A reader that has gone away is an error of write(), not a signal.
  std::signal(SIGPIPE, SIG_IGN);
  return redblue::cli::run_and_report(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
}
