// To add a command: its file beside this one, its declaration in table.hpp, and one row here. The groups
// are those of the option table (cli/options.cpp): shape, schedule, problems, bytes, rules, run, graph,
// sweep, plan, format, output, or the name of a single flag; a new group needs nothing but rows there that
// carry its name.
#include <array>

#include <redblue/cli/commands/table.hpp>

namespace redblue::cli {
namespace {

constexpr std::array table{
    Command{"list", "the catalogs: algorithms, bounds, games", "[algorithms|bounds|games]", "format output",
            "redblue list\nredblue list bounds --format json", list_command},
    Command{"count", "what schedules read and write at one point", "",
            "shape schedule problems bytes rules run seed threads time-limit plan format output",
            "redblue count --N 4096 --d 64 --M 16Ki\n"
            "redblue count --algorithm best --N 1M --d 128 --M d^2 --format json\n"
            "redblue count --algorithm flash_attention_2 --N 512 --d 64 --M 16Ki --executed",
            count_command},
    Command{"bound", "what no schedule can beat at one point, and no play of a graph", "",
            "shape problems rules bound graph set certificate time-limit mem-limit plan format output",
            "redblue bound --N 4096 --d 64 --M 16Ki\nredblue bound --N 4096 --d 64 --M 16Ki --format json\n"
            "redblue bound --graph fft:6 --M 8 --bound wavefront --certificate c.txt\n"
            "redblue bound --graph fft:2 --bound dominator --set 8,9\n"
            "redblue bound --graph fft:3 --bound partition --from-play play.txt --output parts.svg",
            bound_command},
    Command{"verify",
            "run schedules on real numbers and hold counts, replay, formula and bounds against them", "",
            "shape schedule rules seed threads time-limit plan format output",
            "redblue verify --algorithm all --N 96 --d 12 --M 300", verify_command},
    Command{"explain", "a schedule's count term by term: what, how often, why", "",
            "shape schedule problems bytes rules plan format output",
            "redblue explain --algorithm flash_attention_2 --N 4096 --d 64 --M 16Ki", explain_command},
    Command{"sweep", "the product of the axes, in parallel, into a journal or a table", "",
            "shape schedule problems bytes rules run seed sweep journal plan format output",
            "redblue sweep --N 4096 --d 64,128 --M 256:1Mi:x2 --output runs/a.jsonl\n"
            "redblue sweep --from plan.toml --output runs/a.jsonl --resume\n"
            "redblue sweep --N 1Ki:64Ki:x2 --d 64 --M d^2/4:4*d^2:x2 --dry-run",
            sweep_command},
    Command{"merge", "join the journals of shards and report conflicts", "OUT IN...", "journal force",
            "redblue merge runs/all.jsonl runs/1.jsonl runs/2.jsonl", merge_command},
    Command{"plot", "figures from records: io and ratio against M, against d, residuals", "FILE...",
            "plot output",
            "redblue plot runs/a.jsonl --output io.svg\n"
            "redblue plot runs/a.jsonl runs/b.jsonl --kind ratio --output ratio.pdf",
            plot_command},
    Command{"report", "one self-contained HTML file: curves, ratio, table, bounds with their assumptions",
            "FILE...", "output", "redblue report runs/a.jsonl --output report.html", report_command},
    Command{"graph",
            "a graph by name or from a file: text form, DOT, GraphML, JSON, pictures; a pebbling as frames",
            "NAME|FILE", "graph certificate picture output",
            "redblue graph attention:2,1+l\nredblue graph matmul:2,2,2 --output m.svg --colour phase\n"
            "redblue graph attention:3,1 --certificate c.txt --output play.html",
            graph_command, graph_help},
    Command{"pebble", "the cheapest play of a small graph under the rules of a game, with a certificate", "",
            "graph rules M certificate lower-certificate threads progress time-limit mem-limit format output",
            "redblue pebble --graph attention:3,1 --M 4 --certificate c.txt\n"
            "redblue pebble --graph matmul:2,2,2 --rules classic --M 3:9:+1\n"
            "redblue pebble --graph attention:4,1+l --M 4 --time-limit 10m --mem-limit 4G",
            pebble_command},
    Command{"check", "verify a certificate against a graph; names the broken rule and move",
            "GRAPH CERTIFICATE", "", "redblue check attention:3,1 c.txt\nredblue check - counting.txt",
            check_command},
    Command{"confirm", "the CUDA kernels held against the simulator, word by word", "",
            "algorithm shape scale heads seed crossover ncu launches plan format output",
            "redblue confirm --N 250 --d 64 --M 4096\n"
            "redblue confirm --algorithm flash_attention_2 --N 1000 --d 128 --M 16Ki --mask causal\n"
            "redblue confirm --sweep --N 128",
            confirm_command},
    Command{
        "prove", "the steps of a bound's proof on an execution: what each gives away, and where", "",
        "shape schedule long bound X graph certificate search seed time-limit format output",
        "redblue prove --algorithm flash_streamed --N 4096 --d 64 --M 65536 --bound phase_pv\n"
        "redblue prove --algorithm two_phase --N 512 --d 64 --M 1Ki --bound phase_both --output slack.svg\n"
        "redblue prove --graph attention:3,1 --certificate c.txt --bound phase_pv --X 4\n"
        "redblue prove --search --bound phase_both_once --time-limit 1m",
        prove_command},
    Command{"doctor", "what this machine offers and how to install what is missing", "", "format output",
            "redblue doctor", doctor_command},
    Command{"completion", "a completion script for bash, zsh or fish", "bash|zsh|fish", "output",
            "redblue completion bash > ~/.local/share/bash-completion/completions/redblue",
            completion_command},
};

}  // namespace

std::span<const Command> command_table() { return table; }

const Command* find_command(std::string_view name) {
  for (const Command& command : table)
    if (command.name == name) return &command;
  return nullptr;
}

}  // namespace redblue::cli
