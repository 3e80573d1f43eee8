#include <array>

#include <redblue/cli/options.hpp>

namespace redblue::cli {
namespace {

// To add a flag: one row here, and its group in the rows of the commands that take it
// (commands/table.cpp).
constexpr std::array table{
    OptionRow{"algorithm", "ID,...", "schedule", "schedules by id, or all, exact, best (default all)"},
    OptionRow{"N", "n", "shape", "sequence length: 4096, a list 1Ki,4Ki or a range 1Ki:1Mi:x2"},
    OptionRow{"d", "n", "shape", "head dimension; lists and ranges as --N"},
    OptionRow{"M", "words", "shape", "fast memory in words; also d^2, d^2/4, 2*N*d"},
    OptionRow{"Nq", "n", "shape", "queries, in place of --N"},
    OptionRow{"Nk", "n", "shape", "keys, in place of --N"},
    OptionRow{"dk", "n", "shape", "width of Q and K, in place of --d"},
    OptionRow{"dv", "n", "shape", "width of V and O, in place of --d"},
    OptionRow{"mask", "MASK", "shape", "none, causal or window:W (self and W keys before it)",
              "none causal window:"},
    OptionRow{"tiles", "RULE", "schedule", "best (default), published, kernel, or Br,Bc",
              "best published kernel"},
    OptionRow{"init", "WHERE", "schedule", "flash_attention's O, l, m start onchip (default) or slow",
              "onchip slow"},
    OptionRow{"lse", "", "schedule", "also write the logsumexp, one word per row"},
    OptionRow{"safe", "", "schedule", "square_tiling with a row maximum"},
    OptionRow{"stats", "KEPT", "schedule", "statistics kept: max (default), sum, none", "max sum none"},
    OptionRow{"scale", "x", "schedule", "score scale (default 1/sqrt(dk)); costs no word"},
    OptionRow{"heads", "n", "problems", "multiplies every count"},
    OptionRow{"batch", "n", "problems", "multiplies every count"},
    OptionRow{"bits", "BITS", "bytes", "bits per element, for bytes: 16, or Q=4,K=4,P=8,V=8,O=16"},
    OptionRow{"rules", "GAME", "rules",
              "fma (of schedules), classic, one_shot, partial (of pebble), partial_recompute",
              "fma classic one_shot partial partial_recompute"},
    OptionRow{"counted", "", "run", "run the loop nest on the counting machine instead of the closed form"},
    OptionRow{"executed", "", "run", "run it on real numbers and report the error against the reference"},
    OptionRow{"long", "", "run",
              "run --counted and --executed also where that takes more than about ten seconds"},
    OptionRow{"seed", "n", "seed", "of the inputs of executed runs (default 1)"},
    OptionRow{"bound", "ID", "bound", "this bound only; redblue list bounds names them"},
    OptionRow{"X", "n", "X", "charges in a phase of the proof: a number, or best (default)", "best"},
    OptionRow{"search", "", "search", "look for the execution that comes closest to violating --bound"},
    OptionRow{"graph", "NAME|FILE", "graph", "a graph in place of attention: a name or a file"},
    OptionRow{"set", "v,v,...", "set", "vertices by number, for --bound dominator"},
    OptionRow{"from-play", "FILE", "set", "a pebbling's certificate, for --bound partition"},
    OptionRow{"certificate", "FILE", "certificate", "the certificate that is written; by prove, graph: read"},
    OptionRow{"lower-certificate", "FILE", "lower-certificate",
              "pebble: also prove the optimum by a finished plain search (small graphs)"},
    OptionRow{"colour", "BY", "picture", "colours say the tensor (default) or the phase", "tensor phase"},
    OptionRow{"sweep", "", "crossover", "both sides of M = d^2: where the fused kernel overtakes two phases"},
    OptionRow{"ncu", "FILE", "ncu", "hold a table of ncu --csv --page raw to the words of one schedule"},
    OptionRow{"launches", "n", "launches", "on a GPU, timed (default 50); 1 for a profiler that looks on"},
    OptionRow{"zip", "", "sweep", "pair the axes instead of taking their product"},
    OptionRow{"resume", "", "journal", "go on with the journal in --output"},
    OptionRow{"allow-mixed", "", "journal", "resume a journal of another plan or version"},
    OptionRow{"shard", "i/n", "sweep", "compute the i-th of n parts (1 <= i <= n)"},
    OptionRow{"dry-run", "", "sweep", "say how many points there are and stop"},
    OptionRow{"max-points", "n", "sweep", "refuse more points than this (default 10000000)"},
    OptionRow{"threads", "n", "sweep", "threads (default: all cores)"},
    OptionRow{"progress", "HOW", "sweep", "auto (default), none or jsonl, on stderr", "auto none jsonl"},
    OptionRow{"time-limit", "10m", "sweep", "stop after this long with what is done"},
    OptionRow{"mem-limit", "4G", "sweep", "stop when the program would take more memory"},
    OptionRow{"from", "FILE.toml", "plan", "read flags from a file; its keys are the long flags"},
    OptionRow{"kind", "KIND", "plot", "standard (io and ratio), io, ratio, d (against d), residuals",
              "standard io ratio d residuals"},
    OptionRow{"format", "FORMAT", "format", "table, csv, json or jsonl; explain: text or markdown",
              "table csv json jsonl"},
    OptionRow{"output", "FILE", "output", "write here; the suffix picks the format"},
    OptionRow{"force", "", "output", "replace an existing --output"},
    OptionRow{"help", "", "all", "explain a command"},
};

}  // namespace

std::span<const OptionRow> option_table() { return table; }

const OptionRow* find_option(std::string_view name) {
  for (const OptionRow& row : table)
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace redblue::cli
