// The table of flags. One row is one flag: it is parsed, explained by --help, accepted as a key of plan
// files and completed by the shell from here. A command names the groups that it takes.
#pragma once

#include <span>
#include <string_view>

namespace redblue::cli {

struct OptionRow {
  std::string_view name;   ///< without the dashes
  std::string_view value;  ///< what follows, for help; empty: a switch
  std::string_view group;
  std::string_view help;          ///< one line
  std::string_view choices = {};  ///< words separated by spaces, for completion
  [[nodiscard]] bool is_switch() const { return value.empty(); }
};

/// Every flag of every command, in the order in which help prints them.
[[nodiscard]] std::span<const OptionRow> option_table();

/// The row of `name` (without dashes), or null.
[[nodiscard]] const OptionRow* find_option(std::string_view name);

}  // namespace redblue::cli
