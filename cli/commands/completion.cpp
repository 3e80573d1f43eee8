// redblue completion: shell scripts generated from the tables of commands and flags.
#include <string>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/proofs_check/catalog.hpp>
#include <redblue/proofs_check/graph_bound.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace redblue::cli {
namespace {

std::string flags_of(const Command& command) {
  std::string words;
  for (const OptionRow& row : option_table())
    if (command.takes(row)) words += (words.empty() ? "--" : " --") + std::string(row.name);
  return words;
}

std::string commands() {
  std::string words;
  for (const Command& c : command_table()) words += (words.empty() ? "" : " ") + std::string(c.name);
  return words;
}

std::string algorithms_words() {
  std::string words = "all exact best";
  for (const algorithms::Schedule& s : algorithms::catalog()) words += " " + std::string(s.id);
  return words;
}

std::string bound_words() {
  std::string words;
  for (const proofs_check::Bound& b : proofs_check::catalog())
    words.append(words.empty() ? "" : " ").append(b.id);
  for (const proofs_check::GraphBound& b : proofs_check::graph_bounds())
    if (proofs_check::find(b.id) == nullptr) words.append(" ").append(b.id);
  return words + " partition dominator";
}

/// "attention: matmul: ...": what the name of a graph begins with.
std::string family_words() {
  std::string words;
  for (const proofs_check::Family& f : proofs_check::graph_families())
    words.append(words.empty() ? "" : " ").append(f.id).append(":");
  return words;
}

/// Words that may follow a flag; empty: anything.
std::string choices(const OptionRow& row) {
  if (row.name == "algorithm") return algorithms_words();
  if (row.name == "bound") return bound_words();
  return row.name == "graph" ? family_words() : std::string(row.choices);
}

bool takes_file(const OptionRow& row) { return row.value.find("FILE") != row.value.npos; }

/// Operands that are a choice of words: "[algorithms|bounds]" as "algorithms bounds".
std::string operand_words(const Command& command) {
  std::string words;
  if (command.operands == "NAME|FILE") return family_words();
  if (command.operands.find('|') == command.operands.npos) return words;
  for (const char c : command.operands)
    if (c != '[' && c != ']') words += c == '|' ? ' ' : c;
  return words;
}

std::string bash() {
  std::string text =
      "_redblue() {\n  local current=\"${COMP_WORDS[COMP_CWORD]}\" previous=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W \"" +
      commands() + "\" -- \"$current\"))\n    return\n  fi\n  case \"$previous\" in\n";
  for (const OptionRow& row : option_table()) {
    const std::string files = takes_file(row) ? "-f " : "";
    if (!choices(row).empty())
      text += "    --" + std::string(row.name) + ") COMPREPLY=($(compgen " + files + "-W \"" + choices(row) +
              "\" -- \"$current\")); return ;;\n";
    else if (takes_file(row))
      text += "    --" + std::string(row.name) + ") COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n";
  }
  text += "  esac\n  case \"${COMP_WORDS[1]}\" in\n";
  for (const Command& c : command_table())
    text += "    " + std::string(c.name) + ") COMPREPLY=($(compgen -W \"" + flags_of(c) + " " +
            operand_words(c) + "\" -- \"$current\")) ;;\n";
  return text + "  esac\n}\ncomplete -o default -F _redblue redblue\n";
}

/// Text inside single quotes of zsh and fish.
std::string quoted(std::string_view text) {
  std::string result = "'";
  for (const char c : text) {
    if (c == '\'')
      result += "'\\''";
    else
      result += c;
  }
  return result + "'";
}

/// A flag of _arguments; brackets and colons mean something there.
std::string zsh_flag(const OptionRow& row) {
  std::string help;
  for (const char c : row.help) {
    if (c == '[' || c == ']' || c == ':') help += '\\';
    help += c;
  }
  std::string spec = "--" + std::string(row.name) + "[" + help + "]";
  if (!row.is_switch()) {
    std::string words;
    for (const char c : choices(row)) words += c == ':' ? std::string("\\:") : std::string(1, c);
    const std::string files = words.empty() ? "_files" : "_redblue_graphs";
    spec += ":value:" + (takes_file(row) ? files : words.empty() ? "" : "(" + words + ")");
  }
  return quoted(spec);
}

std::string zsh() {
  std::string text = "#compdef redblue\n_redblue_graphs() {\n  compadd -S '' -- " + family_words() +
                     "\n  _files\n}\n_redblue() {\n  if (( CURRENT == 2 )); then\n    compadd -- " +
                     commands() + "\n    return\n  fi\n  case \"${words[2]}\" in\n";
  for (const Command& c : command_table()) {
    text += "    " + std::string(c.name) + ") _arguments";
    for (const OptionRow& row : option_table())
      if (c.takes(row)) text += " " + zsh_flag(row);
    text += c.operands == "NAME|FILE"  ? " '*:graph:_redblue_graphs'"
            : operand_words(c).empty() ? " '*:file:_files'"
                                       : " '*:word:(" + operand_words(c) + ")'";
    text += " ;;\n";
  }
  return text +
         "  esac\n}\nif [ \"$funcstack[1]\" = \"_redblue\" ]; then _redblue \"$@\"; else compdef _redblue "
         "redblue; fi\n";
}

std::string fish() {
  std::string text;
  for (const Command& c : command_table()) {
    const std::string when = " -n '__fish_seen_subcommand_from " + std::string(c.name) + "'";
    text += "complete -c redblue -f -n __fish_use_subcommand -a " + std::string(c.name) + " -d " +
            quoted(c.what) + "\n";
    for (const OptionRow& row : option_table()) {
      if (!c.takes(row)) continue;
      text += "complete -c redblue" + when + " -l " + std::string(row.name) + " -d " + quoted(row.help);
      if (!row.is_switch()) text += takes_file(row) ? " -r -F" : " -x";
      if (!choices(row).empty()) text += " -a " + quoted(choices(row));
      text += "\n";
    }
    if (!operand_words(c).empty())
      text += "complete -c redblue -f" + when + " -a " + quoted(operand_words(c)) + "\n";
  }
  return text;
}

}  // namespace

int completion_command(const Invocation& invocation) {
  if (invocation.operands.empty()) sim::raise(UsageError("name one shell: bash, zsh or fish"));
  const std::string& shell = invocation.operands[0];
  if (invocation.operands.size() != 1 || (shell != "bash" && shell != "zsh" && shell != "fish"))
    sim::raise(UsageError((shell.empty() ? "''" : shell) + ": name one shell: bash, zsh or fish"));
  Output(invocation.flags).write(shell == "bash" ? bash() : shell == "zsh" ? zsh() : fish());
  return exit_ok;
}

}  // namespace redblue::cli
