// redblue-confirm: the kernels against the simulator, with nothing but a C++ compiler. What `redblue confirm`
// does, for a machine with a GPU and no package registry.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/kernels/confirm_text.hpp>
#include <redblue/kernels/crossover.hpp>
#include <redblue/kernels/ncu.hpp>
#include <redblue/kernels/timing.hpp>
#include <redblue/sim/error.hpp>

namespace {

using namespace redblue;
using kernels::Confirmation;
using kernels::Question;

constexpr const char* usage =
    "usage: redblue-confirm --N n --d n --M words [--algorithm ID|all] [--mask none|causal]\n"
    "                       [--heads n] [--format table|jsonl] [--ncu FILE] [--launches n]\n"
    "       redblue-confirm --time --algorithm ID --N n --d n --M words [--mask none|causal]\n"
    "                       [--heads n] [--launches n]\n"
    "       redblue-confirm --sweep --N n [--d n] [--format table|jsonl]\n"
    "exit codes: 0 every count exact, 1 a mismatch, 2 usage, 3 environment, 4 a named kernel does not fit "
    "M\n";

struct Bad {
  std::string what;
};

class Flags {
 public:
  Flags(int argc, char** argv) {
    for (int n = 1; n < argc; n += 2) {
      const std::string name = argv[n];
      help = help || name == "--help" || name == "-h";
      if (help) return;
      if (name == "--sweep" || name == "--time") {
        bool& mode = name == "--time" ? time : sweep;
        if (mode) throw Bad{name + ": given twice"};
        mode = true;
        --n;
        continue;
      }
      if (defaults_.find(name) == defaults_.end()) throw Bad{name + ": no such flag"};
      if (n + 1 == argc) throw Bad{name + ": a value is missing"};
      if (!values_.emplace(name, argv[n + 1]).second) throw Bad{name + ": given twice"};
    }
    if (sweep && time) throw Bad{"--sweep and --time: give one of them"};
    if (sweep) only("--sweep", {"--N", "--d", "--format"});
    if (time) only("--time", {"--algorithm", "--N", "--d", "--M", "--mask", "--heads", "--launches"});
  }
  bool sweep = false;
  bool help = false;
  bool time = false;
  [[nodiscard]] std::string operator[](const std::string& name) const {
    const auto given = values_.find(name);
    return given != values_.end() ? given->second : defaults_.at(name);
  }
  [[nodiscard]] sim::Extent number(const std::string& name, sim::Extent most) const {
    const std::string text = (*this)[name];
    if (text.empty()) throw Bad{name + " is missing"};
    sim::Extent n = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
    if (error != std::errc{} || end != text.data() + text.size() || n < 1 || n > most)
      throw Bad{name + " " + text + ": must be an integer from 1 to " + std::to_string(most)};
    return n;
  }

 private:
  void only(const std::string& mode, const std::vector<std::string>& taken) const {
    for (const auto& [name, value] : values_) {
      if (std::find(taken.begin(), taken.end(), name) != taken.end()) continue;
      std::string all;
      for (const std::string& one : taken) all += (all.empty() ? "" : ", ") + one;
      throw Bad{name + ": " + mode + " takes " + all};
    }
  }
  const std::map<std::string, std::string> defaults_{
      {"--N", ""},           {"--d", ""},   {"--M", ""},      {"--algorithm", "all"}, {"--mask", "none"},
      {"--format", "table"}, {"--ncu", ""}, {"--heads", "1"}, {"--launches", "50"}};
  std::map<std::string, std::string> values_;
};

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

/// The schedule of this id, or all with a kernel for `all`.
std::vector<const algorithms::Schedule*> asked(const std::string& id) {
  if (id != "all") return {algorithms::find(id)};
  std::vector<const algorithms::Schedule*> all;
  for (const auto list : {algorithms::catalog(), algorithms::kernel_catalog()})
    for (const algorithms::Schedule& s : list)
      if (s.has_kernel) all.push_back(&s);
  return all;
}

/// What ncu measured of one schedule, where --ncu names its table.
std::optional<kernels::Hardware> read_hardware(const std::string& path, const std::string& id) {
  if (path.empty()) return std::nullopt;
  if (id == "all") throw Bad{"--ncu " + path + ": a table holds one schedule; name it with --algorithm"};
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("--ncu " + path + ": cannot be read");
  try {
    return kernels::read_ncu(std::string(std::istreambuf_iterator<char>(file), {}), *algorithms::find(id));
  } catch (const sim::InvalidArgument& e) {
    throw std::runtime_error("--ncu " + path + ": " + e.what());
  }
}

Question question(const Flags& flags) {
  const std::string id = flags["--algorithm"];
  const std::string mask = flags["--mask"];
  if (id != "all" && algorithms::find(id) == nullptr) throw Bad{"--algorithm " + id + ": no such algorithm"};
  if (mask != "none" && mask != "causal") throw Bad{"--mask " + mask + ": masks are none and causal"};
  Question q;
  const sim::Extent N = flags.number("--N", 1 << 20), d = flags.number("--d", 1 << 20);
  q.shape =
      sim::AttentionShape::square(N, d, {mask == "causal" ? sim::Mask::Kind::causal : sim::Mask::Kind::none});
  q.M = sim::Words{flags.number("--M", sim::Extent{1} << 40)};
  q.hardware = read_hardware(flags["--ncu"], id);
  q.heads = flags.number("--heads", 1 << 16);
  q.launches = static_cast<int>(flags.number("--launches", 100000));
  return q;
}

/// Every asked kernel that fits; the others are named on standard error.
std::vector<Confirmation> confirm_all(const Question& asked_for, const std::string& id, bool& missing) {
  std::vector<Confirmation> rows;
  for (const algorithms::Schedule* s : asked(id)) {
    Question q = asked_for;
    q.schedule = s;
    std::string why = kernels::why_not(q);
    if (!why.empty() && id != "all") throw Bad{why};
    if (why.empty()) {
      if (auto row = kernels::confirm(q)) {
        rows.push_back(*std::move(row));
        continue;
      }
      why =
          std::string(s->id) + ": its kernel needs at least " + to_string(kernels::smallest_M(q)) + " words";
    }
    missing = true;
    std::fprintf(stderr, "redblue-confirm: %s\n", why.c_str());
  }
  return rows;
}

void print_jsonl(const std::vector<Confirmation>& rows) {
  for (const Confirmation& c : rows) std::printf("%s\n", kernels::as_json(c, "stand-alone", "").c_str());
}

/// Both sides of M = d^2.
int sweep(const Flags& flags) {
  std::vector<sim::Extent> all(kernels::sweep_dimensions.begin(), kernels::sweep_dimensions.end());
  if (!flags["--d"].empty()) all = {flags.number("--d", 3600)};
  const sim::Extent N = flags.number("--N", 1 << 20);
  for (const sim::Extent d : all)
    if (const std::string why = kernels::why_sweep_too_long(N, d); !why.empty())
      throw Bad{"--N " + flags["--N"] + ": " + why};
  const bool table = flags["--format"] == "table";
  bool ok = true;
  for (const kernels::Crossover& found : kernels::crossovers(all, N, 1)) {
    ok = ok && found.ok();
    if (table) print_table(found.rows);
    if (table) std::printf("\n%s\n\n", found.sentence().c_str());
    if (!table) print_jsonl(found.rows);
  }
  return ok ? 0 : 1;
}

/// One kernel on the GPU, and on it alone.
int time(const Flags& flags) {
  const std::string id = flags["--algorithm"];
  if (id == "all") throw Bad{"--time: name one kernel with --algorithm"};
  Question q = question(flags);
  q.schedule = algorithms::find(id);
  if (std::string why = kernels::why_not(q); !why.empty()) throw Bad{why};
  const kernels::Timing timing = kernels::time_on_gpu(q);
  std::printf("%s\n", timing.as_json().c_str());
  return timing.counts_exact() ? 0 : 1;
}

int run(const Flags& flags) {
  const std::string id = flags["--algorithm"];
  const std::string format = flags["--format"];
  if (format != "table" && format != "jsonl")
    throw Bad{"--format " + format + ": formats are table and jsonl"};
  if (flags.sweep) return sweep(flags);
  if (flags.time) return time(flags);
  bool missing = false;
  const Question asked_for = question(flags);
  if (std::string why = kernels::why_too_long(asked_for.shape, asked_for.heads); !why.empty()) throw Bad{why};
  const std::vector<Confirmation> rows = confirm_all(asked_for, id, missing);
  if (format == "table" && !rows.empty()) print_table(rows);
  if (format == "jsonl") print_jsonl(rows);
  bool exact = true;
  for (const Confirmation& c : rows) exact = exact && c.verdict() != kernels::Verdict::mismatch;
  return !exact ? 1 : rows.empty() || (missing && id != "all") ? 4 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Flags flags(argc, argv);
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
