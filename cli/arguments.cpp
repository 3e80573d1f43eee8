#include <redblue/cli/command.hpp>
#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/plan_file.hpp>

namespace redblue::cli {
namespace {

/// True when `word` is one of the blank-separated `words`.
bool listed(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

/// A file without a name is no file.
void require_file_names(const Flags& flags) {
  for (const auto& [name, given] : flags.all()) {
    const OptionRow* row = find_option(name);
    if (row != nullptr && row->value.find("FILE") != row->value.npos && given.text.empty())
      given.refuse("a name is missing (" + std::string(row->value) + ": " + std::string(row->help) + ")");
  }
}

/// The commands that take a flag: "count, sweep".
std::string takers(const OptionRow& row) {
  std::string list;
  for (const Command& command : command_table())
    if (command.takes(row)) list.append(list.empty() ? "" : ", ").append(command.name);
  return list;
}

const OptionRow& option_of(const Command& command, std::string_view name) {
  const OptionRow* row = find_option(name);
  if (row != nullptr && command.takes(*row)) return *row;
  const std::string flag = "--" + std::string(name);
  if (row != nullptr)
    sim::raise(UsageError(flag + ": not a flag of redblue " + std::string(command.name) + " (" +
                          std::string(row->help) + "); it is for " + takers(*row)));
  DidYouMean near(flag);
  for (const OptionRow& other : option_table())
    if (command.takes(other)) near.offer("--" + std::string(other.name));
  sim::raise(UsageError(flag + ": no such flag" + near.text()));
}

class ArgumentReader {
 public:
  ArgumentReader(const Command& command, std::span<const std::string> arguments)
      : command_(command), rest_(arguments) {
    invocation_.command = &command;
    invocation_.command_line = "redblue " + std::string(command.name);
    for (const std::string& a : arguments) invocation_.command_line += " " + a;
  }

  Invocation read() {
    while (!rest_.empty()) {
      const std::string& word = next();
      if (only_operands_ || word == "-" || !word.starts_with("-"))
        operand(word);
      else if (word == "--")
        only_operands_ = true;
      else if (word == "-h")
        flag("--help");
      else
        flag(word);
    }
    return std::move(invocation_);
  }

 private:
  const std::string& next() {
    const std::string& word = rest_.front();
    rest_ = rest_.subspan(1);
    return word;
  }

  void operand(const std::string& word) {
    if (command_.operands.empty())
      sim::raise(UsageError(word + ": redblue " + std::string(command_.name) + " takes flags only"));
    invocation_.operands.push_back(word);
  }

  void flag(std::string_view word) {
    if (!word.starts_with("--"))
      sim::raise(UsageError(std::string(word) + ": no such flag; flags have two dashes"));
    const std::size_t equals = word.find('=');
    const std::string_view name = word.substr(2, equals == word.npos ? word.npos : equals - 2);
    const OptionRow& option = option_of(command_, name);
    Given given{"--" + std::string(name), "", ""};
    if (invocation_.flags.has(name)) sim::raise(UsageError(given.name + ": given twice"));
    if (option.is_switch() && equals != word.npos) sim::raise(UsageError(given.name + ": takes no value"));
    if (equals != word.npos)
      given.text = word.substr(equals + 1);
    else if (!option.is_switch())
      given.text = value(option);
    invocation_.flags.set(name, std::move(given));
  }

  std::string value(const OptionRow& option) {
    if (rest_.empty() || rest_.front().starts_with("--"))
      sim::raise(UsageError("--" + std::string(option.name) + ": a value is missing (" +
                            std::string(option.value) + ": " + std::string(option.help) + ")"));
    return next();
  }

  const Command& command_;
  std::span<const std::string> rest_;
  bool only_operands_ = false;
  Invocation invocation_;
};

}  // namespace

bool Command::takes(const OptionRow& option) const {
  return option.group == "all" || listed(groups, option.group) || listed(groups, option.name);
}

Invocation parse_arguments(const Command& command, std::span<const std::string> arguments) {
  Invocation invocation = ArgumentReader(command, arguments).read();
  if (const Given* plan = invocation.flags.find("from")) {
    Flags flags = read_plan_file(command, *plan);
    for (const auto& [name, given] : invocation.flags.all()) flags.set(name, given);  // flags win
    invocation.flags = std::move(flags);
  }
  require_file_names(invocation.flags);
  return invocation;
}

}  // namespace redblue::cli
