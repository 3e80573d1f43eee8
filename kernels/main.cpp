// redblue-confirm: the kernels against the simulator, with nothing but a C++ compiler. What `redblue confirm`
// does, for a machine with a GPU and no package registry.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <span>
#include <string>
#include <vector>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/kernels/arguments.hpp>
#include <redblue/kernels/confirm_text.hpp>
#include <redblue/kernels/crossover.hpp>
#include <redblue/kernels/timing.hpp>

namespace {

using namespace redblue;
using kernels::Arguments;
using kernels::Bad;
using kernels::Confirmation;
using kernels::Question;

constexpr const char* usage =
    "usage: redblue-confirm --N n --d n --M words [--algorithm ID,...|all] [--mask MASK] [--scale x]\n"
    "                       [--Nq n] [--Nk n] [--dk n] [--dv n] [--seed n] [--heads n]\n"
    "                       [--format table|jsonl] [--ncu FILE] [--launches n]\n"
    "       redblue-confirm --time --algorithm ID --N n --d n --M words [--mask MASK] [--scale x]\n"
    "                       [--seed n] [--heads n] [--launches n]\n"
    "       redblue-confirm --sweep --N n [--d n] [--seed n] [--format table|jsonl]\n"
    "MASK: none, causal or window:W. --Nq and --Nk stand in place of --N, --dk and --dv of --d.\n"
    "16Ki, d^2, lists, ranges, --from and --output are left to `redblue confirm`.\n"
    "exit codes: 0 every count exact, 1 a mismatch, 2 usage, 3 environment,\n"
    "  4 a named kernel does not fit M\n";

using Lines = std::vector<std::vector<std::string>>;

void print_aligned(std::span<const kernels::ColumnHead> heads, Lines lines) {
  lines.insert(lines.begin(), std::vector<std::string>{});
  for (const auto& head : heads) lines[0].emplace_back(head.text);
  std::vector<std::size_t> width(heads.size());
  for (const auto& line : lines)
    for (std::size_t n = 0; n < line.size(); ++n) width[n] = std::max(width[n], line[n].size());
  for (const auto& line : lines)
    for (std::size_t n = 0; n < line.size(); ++n) {
      const bool last = n + 1 == line.size();
      const int w = static_cast<int>(last && !heads[n].is_number ? 0 : width[n]);
      std::printf("%*s%s", heads[n].is_number ? w : -w, line[n].c_str(), last ? "\n" : "  ");
    }
}

void print_table(const std::vector<Confirmation>& rows) {
  Lines lines, counters;
  for (const Confirmation& c : rows) {
    lines.push_back(kernels::cells(c));
    for (auto& row : kernels::hardware_rows(c)) counters.push_back(std::move(row));
  }
  print_aligned(kernels::confirm_columns, std::move(lines));
  if (!counters.empty()) std::printf("\n"), print_aligned(kernels::hardware_columns, std::move(counters));
  for (const Confirmation& c : rows)
    for (const std::string& d : c.disagreements)
      std::printf("%s: %s\n", std::string(c.question.schedule->id).c_str(), d.c_str());
  std::printf("\n%s", kernels::confirm_legend().c_str());
}

/// The kernels that fit; the others are named on standard error. `missing`: one asked for by its id.
std::vector<Confirmation> confirm_all(const Arguments& asked, bool& missing) {
  std::vector<Confirmation> rows;
  Question q = asked.question();
  if (std::string why = kernels::why_too_long(q.shape, q.heads); !why.empty()) throw Bad{why};
  for (const algorithms::Schedule* s : asked.schedules()) {
    q.schedule = s;
    std::string why = kernels::why_not(q);
    if (!why.empty() && asked.by_name(*s)) throw Bad{why};
    if (why.empty()) {
      if (auto row = kernels::confirm(q)) {
        rows.push_back(*std::move(row));
        continue;
      }
      why =
          std::string(s->id) + ": its kernel needs at least " + to_string(kernels::smallest_M(q)) + " words";
    }
    missing = missing || asked.by_name(*s);
    std::fprintf(stderr, "redblue-confirm: %s\n", why.c_str());
  }
  return rows;
}

void print_jsonl(const std::vector<Confirmation>& rows) {
  for (const Confirmation& c : rows) std::printf("%s\n", kernels::as_json(c, "stand-alone", "").c_str());
}

/// Both sides of M = d^2.
int sweep(const Arguments& flags) {
  std::vector<sim::Extent> all(kernels::sweep_dimensions.begin(), kernels::sweep_dimensions.end());
  if (!flags["--d"].empty()) all = {flags.number("--d", 3600)};
  const sim::Extent N = flags.number("--N", 1 << 20);
  for (const sim::Extent d : all)
    if (const std::string why = kernels::why_sweep_too_long(N, d); !why.empty())
      throw Bad{"--N " + flags["--N"] + ": " + why};
  const auto seed = static_cast<std::uint64_t>(flags.number("--seed", sim::Extent{1} << 62, 0));
  const bool table = flags["--format"] == "table";
  bool ok = true;
  for (const kernels::Crossover& found : kernels::crossovers(all, N, seed)) {
    ok = ok && found.ok();
    if (table) print_table(found.rows);
    if (table) std::printf("\n%s\n\n", found.sentence().c_str());
    if (!table) print_jsonl(found.rows);
  }
  return ok ? 0 : 1;
}

/// One kernel on the GPU, and on it alone.
int time(const Arguments& flags) {
  const std::vector<const algorithms::Schedule*> asked = flags.schedules();
  if (asked.size() != 1) throw Bad{"--time: name one kernel with --algorithm"};
  Question q = flags.question();
  q.schedule = asked[0];
  if (std::string why = kernels::why_not(q); !why.empty()) throw Bad{why};
  const kernels::Timing timing = kernels::time_on_gpu(q);
  std::printf("%s\n", timing.as_json().c_str());
  return timing.counts_exact() ? 0 : 1;
}

int run(const Arguments& flags) {
  const std::string format = flags["--format"];
  if (format != "table" && format != "jsonl")
    throw Bad{"--format " + format + ": formats are table and jsonl"};
  if (flags.sweep) return sweep(flags);
  if (flags.time) return time(flags);
  bool missing = false;
  const std::vector<Confirmation> rows = confirm_all(flags, missing);
  if (format == "table" && !rows.empty()) print_table(rows);
  if (format == "jsonl") print_jsonl(rows);
  bool exact = true;
  for (const Confirmation& c : rows) exact = exact && c.verdict() != kernels::Verdict::mismatch;
  return !exact ? 1 : rows.empty() || missing ? 4 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Arguments flags(argc, argv);
    if (!flags.help) return run(flags);
    std::fputs(usage, stdout);
    return 0;
  } catch (const Bad& bad) {
    std::fprintf(stderr, "redblue-confirm: error: %s\n%s", bad.what.c_str(), usage);
    return 2;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "redblue-confirm: error: %s\n", e.what());
    return 3;
  }
}
