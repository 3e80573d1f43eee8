// redblue pebble: the cheapest play of a small graph under the rules of a game, proven where the search
// finishes.
#include <algorithm>
#include <array>
#include <numeric>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include <redblue/cli/commands/pebble_run.hpp>
#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/escape.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/interrupt.hpp>
#include <redblue/cli/numbers.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/progress.hpp>
#include <redblue/cli/ranges.hpp>
#include <redblue/cli/record_csv.hpp>
#include <redblue/cli/run_spec.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/proofs_check/statement.hpp>
#include <redblue/study/json_text.hpp>
#include <redblue/study/record_json.hpp>

namespace redblue::cli {
namespace {

using proofs_check::Rules;

constexpr std::string_view pebble_schema = "redblue.pebble/1";
constexpr Limits limit_pebble_M{1, Int128{1} << 40};
constexpr std::string_view M_mark = "{M}";
constexpr std::array<std::string_view, 2> certificate_flags{"certificate", "lower-certificate"};

Rules game_of(const Flags& flags) {
  const Given* given = flags.find("rules");
  if (given == nullptr) return Rules::partial;
  const Rules rules = parse_schedule_rules(*given);
  if (rules == Rules::fma)
    given->refuse(
        "pebble plays a game on a graph: classic, one_shot, partial or partial_recompute; fma is the machine "
        "of schedules");
  return rules;
}

std::vector<Int128> asked_M(const Flags& flags) {
  const Given* given = flags.find("M");
  if (given == nullptr)
    sim::raise(UsageError("pebble needs --M: fast memory in words, as 4, 3,4,5 or 3:9:+1"));
  return AxisSpec(*given, limit_pebble_M).values({}, 10'000);
}

std::vector<std::size_t> ascending(const std::vector<Int128>& Ms) {
  std::vector<std::size_t> order(Ms.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return Ms[i]; });
  return order;
}

int threads(const Flags& flags) {
  const Given* given = flags.find("threads");
  if (given != nullptr) return static_cast<int>(parse_integer(*given, limit_threads));
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// Where the certificate that `flag` asks for goes at M; empty: nowhere.
std::string certificate_path(const Flags& flags, std::string_view flag, Int128 M) {
  const Given* given = flags.find(flag);
  if (given == nullptr) return "";
  std::string path = given->text;
  if (const std::size_t at = path.find(M_mark); at != path.npos)
    path.replace(at, M_mark.size(), sim::to_string(M));
  return path;
}

std::string statement_of(const PebbleResult& r) {
  if (!r.feasible) return "infeasible: needs M >= " + std::to_string(r.smallest_M);
  return proofs_check::statement({.io = sim::Words{r.io},
                                  .io_rules = r.rules,
                                  .lower = sim::Words{r.lower},
                                  .lower_rules = r.rules,
                                  .certified = true,
                                  .lower_by = r.lower_by});
}

std::string as_json(const PebbleResult& r) {
  using namespace study::json;
  std::string text = "{";
  field(text, "schema", pebble_schema);
  field(text, "graph", r.graph);
  field(text, "rules", proofs_check::name(r.rules));
  field(text, "M_words", r.M);
  flag(text, "feasible", r.feasible);
  flag(text, "optimal", r.optimal);
  if (r.feasible) {
    field(text, "io", r.io);
    field(text, "loads", r.loads);
    field(text, "stores", r.stores);
    field(text, "lower", r.lower);
  } else {
    for (const char* none : {"io", "loads", "stores", "lower"}) null(text, none);
    field(text, "smallest_M_words", r.smallest_M);
  }
  field(text, "expanded", r.expanded);
  field(text, "generated", r.generated);
  field(text, "memory_bytes", r.bytes);
  real(text, "seconds", r.seconds);
  field(text, "certificate", r.certificate_file);
  field(text, "lower_certificate", r.lower_certificate_file);
  field(text, "statement", statement_of(r));
  append_name(text, "program");
  study::append_program(text);
  return text + "}";
}

std::string as_csv(const PebbleResult& r) {
  const auto words = [&](std::int64_t n) { return r.feasible ? std::to_string(n) : std::string(); };
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{:.3f},{}\n", escape_csv(r.graph),
                     proofs_check::name(r.rules), r.M, r.feasible, r.optimal, words(r.io), words(r.loads),
                     words(r.stores), words(r.lower), r.expanded, r.generated, r.bytes, r.seconds,
                     escape_csv(r.certificate_file));
}

constexpr std::string_view csv_columns =
    "graph,rules,M_words,feasible,optimal,io_words,loads_words,stores_words,lower_words,expanded,generated,"
    "memory_bytes,"
    "seconds,certificate\n";

TextTable table_of(const std::vector<PebbleResult>& results) {
  using Align = TextTable::Align;
  TextTable table({{"M [words]", Align::right},
                   {"io [words]", Align::right},
                   {"loads", Align::right},
                   {"stores", Align::right},
                   {"io >= [words]", Align::right},
                   {"standing"},
                   {"expanded", Align::right},
                   {"generated", Align::right},
                   {"memory [MB]", Align::right},
                   {"seconds", Align::right}});
  for (const PebbleResult& r : results) {
    const auto words = [&](std::int64_t n) { return r.feasible ? with_commas(n) : std::string(); };
    table.add({with_commas(r.M), words(r.io), words(r.loads), words(r.stores), words(r.lower),
               statement_of(r), with_commas(r.expanded), with_commas(r.generated),
               fmt::format("{:.1f}", static_cast<double>(r.bytes) / 1e6), fmt::format("{:.2f}", r.seconds)});
  }
  return table;
}

std::string printed(const std::vector<PebbleResult>& results, Format format, const Output& out,
                    const Invocation& invocation) {
  std::string text;
  switch (format) {
    case Format::csv:
      text = csv_comment(pebble_schema, invocation.command_line) + std::string(csv_columns);
      for (const PebbleResult& r : results) text += as_csv(r);
      return text;
    case Format::json:
      for (const PebbleResult& r : results) text += (text.empty() ? "[" : ",\n") + as_json(r);
      return text + "]\n";
    case Format::jsonl:
      for (const PebbleResult& r : results) text += as_json(r) + "\n";
      return text;
    case Format::markdown:
      return table_of(results).markdown();
    default:
      break;
  }
  text = results.front().graph + ", rules " + std::string(proofs_check::name(results.front().rules)) + "\n\n";
  return text + table_of(results).text(out.colours());
}

/// One line that overwrites itself on a terminal, JSON lines for programs.
class StatusLine {
 public:
  explicit StatusLine(ProgressPrinter::Style style) : style_(style) {}
  ~StatusLine() {
    if (open_) send("\r\033[K");
  }
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  void show(std::int64_t M, const proofs_check::finder::SearchStatus& s) {
    if (style_ == ProgressPrinter::Style::none) return;
    const std::string upper = s.upper ? std::to_string(*s.upper) : "unknown";
    if (style_ == ProgressPrinter::Style::jsonl)
      return send(
          fmt::format("{{\"schema\":\"redblue.progress/1\",\"M_words\":{},\"expanded\":{},\"generated\":{},"
                      "\"memory_bytes\":{},\"io\":{},\"lower\":{}}}\n",
                      M, s.expanded, s.generated, s.bytes, s.upper ? upper : "null", s.lower));
    send(fmt::format("\r\033[KM = {}: {} <= io <= {}, {} expanded, {} generated, {:.0f} MB", M, s.lower,
                     upper, with_commas(static_cast<Int128>(s.expanded)),
                     with_commas(static_cast<Int128>(s.generated)), static_cast<double>(s.bytes) / 1e6));
    open_ = true;
  }

 private:
  static void send(std::string_view text) {
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;  // nobody is looking
  }
  ProgressPrinter::Style style_;
  bool open_ = false;
};

/// Writes the certificates that were asked for; notes which, and why one could not be had.
void keep_certificates(const Flags& flags, const PebbleGraph& subject, PebbleResult& r,
                       const std::atomic<bool>& stop) {
  if (!r.feasible) return;
  r.certificate_file = certificate_path(flags, "certificate", r.M);
  if (!r.certificate_file.empty()) write_certificate(r.certificate_file, r.certificate, flags.has("force"));
  const std::string path = certificate_path(flags, "lower-certificate", r.M);
  if (path.empty()) return;
  const LowerCertificate lower =
      r.optimal ? lower_certificate(subject, r.M, r.io, &stop)
                : LowerCertificate{.why_not = "the search did not finish: no optimum to prove"};
  r.no_lower_certificate = lower.why_not;
  if (!lower.text.empty()) {
    r.lower_certificate_file = path;
    write_certificate(path, lower.text, flags.has("force"), "--lower-certificate");
  }
}

/// What happened, on stderr, and the exit code.
int verdict(const std::vector<PebbleResult>& results) {
  int code = exit_infeasible;
  for (const PebbleResult& r : results) {
    if (!r.feasible) {
      say(fmt::format("--M {}: {} under {} needs at least {} words", r.M, r.graph,
                      proofs_check::name(r.rules), r.smallest_M));
    } else if (code == exit_infeasible) {
      code = exit_ok;
    }
    if (!r.stopped_by.empty()) {
      say(fmt::format("--M {}: {}: {} <= io <= {}", r.M, r.stopped_by, r.lower, r.io));
      code = exit_limit;
    }
    if (!r.no_lower_certificate.empty()) {
      say(fmt::format("--lower-certificate: none at M = {}: {}", r.M, r.no_lower_certificate));
      code = exit_limit;
    }
  }
  return code;
}

}  // namespace

int pebble_command(const Invocation& invocation) {
  const Flags& flags = invocation.flags;
  require_distinct_files(flags);
  const Given* graph = flags.find("graph");
  if (graph == nullptr)
    sim::raise(
        UsageError("pebble needs --graph: a name such as attention:3,1 or a file (see: redblue help graph)"));
  const PebbleGraph subject(load_graph(*graph), game_of(flags));
  const std::vector<Int128> Ms = asked_M(flags);
  for (const std::string_view flag : certificate_flags) {
    const Given* given = flags.find(flag);
    if (given != nullptr && Ms.size() > 1 && given->text.find(M_mark) == std::string::npos)
      given->refuse("there are several M, so its name must hold {M}, e.g. c_{M}.txt");
  }
  const Format format =
      chosen_format(flags, {Format::table, Format::csv, Format::json, Format::jsonl, Format::markdown});
  Output out(flags);
  StatusLine status(ProgressPrinter::style_of(flags));
  std::atomic<bool> stop{false};
  const Interrupt interrupt(stop);
  PebbleLimits limits{.stop = &stop};
  if (const Given* limit = flags.find("time-limit"))
    limits.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(parse_duration(*limit));
  if (const Given* limit = flags.find("mem-limit"))
    limits.bytes = static_cast<std::uint64_t>(parse_size(*limit));
  limits.threads = threads(flags);
  std::vector<PebbleResult> results(Ms.size());
  proofs_check::finder::Play known;  // a play at M is one at any larger M, so the smallest comes first
  for (const std::size_t i : ascending(Ms)) {
    const auto words = static_cast<std::int64_t>(Ms[i]);
    limits.progress = [&status, words](const auto& s) { status.show(words, s); };
    results[i] = pebble(subject, words, limits, known);
    keep_certificates(flags, subject, results[i], stop);
  }
  out.write(printed(results, format, out, invocation));
  return verdict(results);
}

}  // namespace redblue::cli
