#include <new>
#include <span>
#include <stdexcept>

#include <unistd.h>

#include <redblue/cli/command.hpp>
#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/program.hpp>
#include <redblue/study/file_error.hpp>
#include <redblue/study/version.hpp>

namespace redblue::cli {
namespace {

int print(const std::string& text) {
  Output(Flags{}).write(text);
  return exit_ok;
}

/// No command, or one that is none.
int usage(const std::string& error) {
  if (!error.empty()) say("error: " + error);
  const std::string text = usage_text();
  (void)!::write(STDERR_FILENO, text.data(), text.size());  // there is nowhere to complain
  return exit_usage;
}

int no_such_command(const std::string& word) {
  DidYouMean near(word);
  for (const Command& c : command_table()) near.offer(c.name);
  return usage((word.empty() ? "''" : word) +
               (word.starts_with("-") ? ": no such flag" : ": no such command") + near.text());
}

/// The short usage of the command that was meant, after its error line.
void show_usage(const std::vector<std::string>& arguments) {
  const Command* command = arguments.empty() ? nullptr : find_command(arguments[0]);
  const std::string text = command != nullptr ? usage_text(*command) : usage_text();
  if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;
}

/// Says so without taking any.
int out_of_memory() {
  constexpr std::string_view text = "redblue: error: out of memory; take a smaller problem\n";
  (void)!::write(STDERR_FILENO, text.data(), text.size());
  return exit_environment;
}

int fail(int code, const std::string& what) {
  say("error: " + what);
  return code;
}

}  // namespace

int run_program(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return usage("");
  const std::string& first = arguments[0];
  if (first == "--help" || first == "-h" || first == "help") {
    if (arguments.size() < 2 || first != "help") return print(help_text());
    const Command* about = find_command(arguments[1]);
    return about != nullptr ? print(help_text(*about)) : no_such_command(arguments[1]);
  }
  if (first == "--version")
    return print("redblue " + std::string(study::version()) + " (git " + std::string(study::git_revision()) +
                 ")\n");
  const Command* command = find_command(first);
  if (command == nullptr) return no_such_command(first);
  const std::span<const std::string> rest(arguments.begin() + 1, arguments.end());
  for (const std::string& word : rest)
    if (word == "--help" || word == "-h") return print(help_text(*command));
  return command->run(parse_arguments(*command, rest));
}

namespace {

int report(const std::vector<std::string>& arguments) {
  try {
    return run_program(arguments);
  } catch (const UsageError& e) {
    const int code = fail(exit_usage, e.what());
    show_usage(arguments);
    return code;
  } catch (const ReaderGone&) {
    return exit_environment;
  } catch (const sim::InvalidArgument& e) {
    return fail(exit_usage, e.what());
  } catch (const sim::CapacityExceeded& e) {
    return fail(exit_infeasible, e.what());
  } catch (const study::RecordConflict& e) {
    return fail(exit_no, e.what());
  } catch (const study::FileError& e) {
    return fail(exit_environment, e.what());
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  } catch (const std::length_error&) {
    return out_of_memory();
  } catch (const std::exception& e) {
    return fail(exit_environment, e.what());
  }
}

}  // namespace

int run_and_report(const std::vector<std::string>& arguments) {
  try {
    return report(arguments);
  } catch (const std::bad_alloc&) {  // there was none left for the message either
    return out_of_memory();
  }
}

}  // namespace redblue::cli
