#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <redblue/cli/input.hpp>
#include <redblue/cli/plan_file.hpp>
#include <redblue/study/file_error.hpp>

// What toml++ 3.3 takes on trust is not always so: an array whose next value is a brace behind a comment
// fails an assertion, and without assertions it is undefined behaviour. So they stay on in every build, and
// throw.
namespace redblue::cli {
struct BrokenTrust {};
[[noreturn]] static void broken_trust() { throw BrokenTrust{}; }
}  // namespace redblue::cli
#undef NDEBUG
#define TOML_ASSERT(expr) (static_cast<bool>(expr) ? void() : redblue::cli::broken_trust())
#define TOML_EXCEPTIONS 1
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

namespace redblue::cli {
namespace {

constexpr std::size_t largest_file = 64 * 1024;
constexpr int most_parts = 16;

/// The library recurses on dotted keys and brackets, so both are counted before it sees the text; and it
/// takes for granted that the name of a table is one, so that "[=" is undefined behaviour: tables are refused
/// here. Refuses too much rather than too little: quotes are not looked at.
void require_shallow(const std::string& path, std::string_view text) {
  std::uint64_t line = 1;
  int dots = 0;
  int depth = 0;
  bool comment = false;
  bool blank = true;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  for (const char c : text) {
    if (c == '\n') ++line, dots = 0, comment = false, blank = true;
    if (blank && c == '#') comment = true;
    const bool starts = blank;
    blank = blank && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
    if (comment) continue;
    if (starts && c == '[')
      sim::raise(
          UsageError(path + ":" + std::to_string(line) + ":1: a plan has no tables; write KEY = VALUE"));
    if (static_cast<unsigned char>(c) >= 0x80)
      sim::raise(study::FileError(path, line, "a character beyond ASCII; in a text write it as \\u00E9"));
    if (c == '.' && ++dots >= most_parts)
      sim::raise(study::FileError(path, line, "a key may have at most 16 parts"));
    if ((c == '[' || c == '{') && ++depth > most_parts)
      sim::raise(study::FileError(path, line, "nested deeper than 16 levels"));
    if (c == ']' || c == '}') --depth;
  }
}

/// The library also takes for granted that a time follows a date and a T: outside texts neither may begin.
/// Texts of several lines are refused with them, so that a text is what stands between two quotes of a line.
void require_no_times(const std::string& path, std::string_view text) {
  std::uint64_t line = 1;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto refuse = [&](const char* why) {
      sim::raise(UsageError(path + ":" + std::to_string(line) + ":1: " + why));
    };
    if (c == '\n') ++line;
    if (c == '\n' || (quote != 0 && c == quote))
      quote = 0;
    else if (quote == '"' && c == '\\')
      ++i;
    else if (quote == 0 && (text.substr(i, 3) == "\"\"\"" || text.substr(i, 3) == "'''"))
      refuse("a text ends in its line");
    else if (quote == 0 && (c == '"' || c == '\''))
      quote = c;
    else if (quote == 0 && c == '#')
      i = std::min(text.find('\n', i), text.size()) - 1;
    else if (quote == 0 && (c == ':' || (c == '-' && i > 0 && text[i - 1] >= '0' && text[i - 1] <= '9')))
      refuse("dates and times are no values; must be a number, a text or a list of them");
  }
}

toml::table parsed(const std::string& path, std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    sim::raise(study::FileError(path, error.source().begin.line, std::string(error.description())));
  } catch (const BrokenTrust&) {
    sim::raise(study::FileError(path, 0, "no TOML: a value, comma or bracket is missing in some list"));
  }
}

std::string where(const std::string& path, const toml::source_region& source) {
  return path + ":" + std::to_string(source.begin.line) + ":" + std::to_string(source.begin.column) + ": ";
}

/// A scalar as a flag's text; nothing for a table, a date or a nested array.
std::optional<std::string> scalar(const toml::node& node) {
  if (const auto* s = node.as_string()) return s->get();
  if (const auto* i = node.as_integer()) return std::to_string(i->get());
  if (const auto* f = node.as_floating_point()) {
    std::array<char, 32> digits{};
    return std::string(digits.data(), std::to_chars(digits.begin(), digits.end(), f->get()).ptr);
  }
  return std::nullopt;
}

std::optional<std::string> list(const toml::array& array) {
  std::string text;
  for (const toml::node& entry : array) {
    const std::optional<std::string> one = scalar(entry);
    if (!one) return std::nullopt;
    if (&entry != array.get(0)) text += ',';
    text += *one;
  }
  return text;
}

/// A plan holds what a command takes, but neither another plan nor --help.
bool is_key(const Command& command, const OptionRow& row) {
  return command.takes(row) && row.group != "plan" && row.group != "all";
}

const OptionRow& option_of(const Command& command, std::string_view key, const std::string& at) {
  const OptionRow* row = find_option(key);
  if (row != nullptr && is_key(command, *row)) return *row;
  DidYouMean near(key);
  for (const OptionRow& other : option_table())
    if (is_key(command, other)) near.offer(other.name);
  // The name in quotes, as it stands in the file.
  std::string hint = near.text();
  if (!hint.empty()) {
    const std::size_t from = hint.find("mean ") + 5;
    hint = hint.substr(0, from) + '"' + hint.substr(from, hint.size() - from - 1) + "\"?";
  }
  sim::raise(UsageError(at + "unknown key \"" + std::string(key) + "\"" + hint));
}

void read_entry(Flags& flags, const Command& command, const std::string& path, const toml::key& key,
                const toml::node& node) {
  const OptionRow& option = option_of(command, key.str(), where(path, key.source()));
  Given given{std::string(key.str()), "", where(path, node.source())};
  if (option.is_switch()) {
    if (!node.is_boolean()) sim::raise(UsageError(given.where + given.name + ": must be true or false"));
    if (node.as_boolean()->get()) flags.set(option.name, std::move(given));
    return;
  }
  const std::optional<std::string> text = node.is_array() ? list(*node.as_array()) : scalar(node);
  if (!text)
    sim::raise(UsageError(given.where + given.name + ": must be a number, a text or a list of them"));
  given.text = *text;
  flags.set(option.name, std::move(given));
}

}  // namespace

Flags plan_flags(const Command& command, const std::string& path, std::string_view text) {
  require_shallow(path, text);
  require_no_times(path, text);
  Flags flags;
  for (const auto& [key, node] : parsed(path, text)) read_entry(flags, command, path, key, node);
  return flags;
}

Flags read_plan_file(const Command& command, const Given& from) {
  return plan_flags(command, from.text, read_file(from.text, largest_file));
}

}  // namespace redblue::cli
