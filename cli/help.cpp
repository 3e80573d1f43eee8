#include <algorithm>
#include <string>

#include <redblue/cli/command.hpp>
#include <redblue/cli/commands/table.hpp>

namespace redblue::cli {
namespace {

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string indented(std::string_view lines) {
  std::string text = "  ";
  for (const char c : lines) {
    text += c;
    if (c == '\n') text += "  ";
  }
  return text + "\n";
}

std::string call(const Command& command) {
  std::string text = "redblue " + std::string(command.name);
  if (!command.operands.empty()) text += " " + std::string(command.operands);
  return text + " [flags]";
}

std::string flag(const OptionRow& row) {
  std::string text = "--" + std::string(row.name);
  if (!row.is_switch()) text += " " + std::string(row.value);
  return text;
}

}  // namespace

std::string help_text(const Command& command) {
  std::string text = std::string(command.name) + ": " + std::string(command.what) + "\n\n";
  text += "usage: " + call(command) + "\n\nexamples:\n" + indented(command.examples) + "\nflags:\n";
  for (const OptionRow& row : option_table())
    if (command.takes(row)) text += "  " + padded(flag(row), 22) + "  " + std::string(row.help) + "\n";
  if (command.more != nullptr) text += "\n" + command.more();
  return text +
         "\nexit codes: 0 ok, 1 a check said no, 2 usage, 3 file or environment, 4 infeasible, 5 limit,\n"
         "  6 some points failed, 130 interrupted\n";
}

std::string usage_text(const Command& command) {
  const std::string_view first = command.examples.substr(0, command.examples.find('\n'));
  return "usage: " + call(command) + "\n  e.g. " + std::string(first) + "\n  redblue " +
         std::string(command.name) + " --help lists its flags\n";
}

std::string help_text() {
  std::string text = "redblue: I/O complexity you can run\n\nusage: redblue COMMAND [flags]\n\ncommands:\n";
  for (const Command& command : command_table())
    text += "  " + padded(std::string(command.name), 11) + " " + std::string(command.what) + "\n";
  return text +
         "\nexamples:\n"
         "  redblue count --N 4096 --d 64 --M 16Ki      words read and written by every schedule\n"
         "  redblue bound --N 4096 --d 64 --M 16Ki      what no schedule can beat\n"
         "\nredblue COMMAND --help explains a command; redblue --version names this program.\n";
}

std::string usage_text() {
  std::string text = "usage: redblue COMMAND [flags]\n  commands:";
  for (const Command& command : command_table()) text += " " + std::string(command.name);
  return text + "\n  e.g. redblue count --N 4096 --d 64 --M 16Ki\n  redblue --help explains them\n";
}

}  // namespace redblue::cli
