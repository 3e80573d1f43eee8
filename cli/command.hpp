// What a command is, and what it is called with.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/cli/errors.hpp>
#include <redblue/cli/options.hpp>

namespace redblue::cli {

/// The flags that were given, by name without dashes.
class Flags {
 public:
  void set(std::string_view name, Given given) {
    values_.insert_or_assign(std::string(name), std::move(given));
  }
  [[nodiscard]] const Given* find(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  /// In the order of their names.
  [[nodiscard]] const std::map<std::string, Given, std::less<>>& all() const { return values_; }

 private:
  std::map<std::string, Given, std::less<>> values_;
};

struct Command;

struct Invocation {
  const Command* command = nullptr;
  Flags flags;
  std::vector<std::string> operands;  ///< arguments that are no flags
  std::string command_line;           ///< as typed, arguments joined by blanks
};

struct Command {
  std::string_view name;
  std::string_view what;      ///< one line
  std::string_view operands;  ///< "FILE..." for help; empty: takes none
  std::string_view groups;    ///< of the option table, or single flags, separated by blanks
  std::string_view examples;  ///< command lines, one per line
  int (*run)(const Invocation&);
  std::string (*more)() = nullptr;  ///< what else its help says, generated; ends with a newline

  [[nodiscard]] bool takes(const OptionRow& option) const;
};

/// Reads `arguments` (without the program's and the command's name) by the option table.
/// Throws: UsageError for an unknown or repeated flag, a missing value, an unexpected operand.
[[nodiscard]] Invocation parse_arguments(const Command& command, std::span<const std::string> arguments);

/// The whole help of a command, and the short usage that follows an error (at most 12 lines).
[[nodiscard]] std::string help_text(const Command& command);
[[nodiscard]] std::string usage_text(const Command& command);

/// The same for the program.
[[nodiscard]] std::string help_text();
[[nodiscard]] std::string usage_text();

}  // namespace redblue::cli
