// redblue confirm: the CUDA kernels against the simulator; without a GPU on the CPU back end.
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/grid.hpp>
#include <redblue/cli/input.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/kernels/confirm_text.hpp>
#include <redblue/kernels/crossover.hpp>
#include <redblue/kernels/ncu.hpp>
#include <redblue/study/file_error.hpp>
#include <redblue/study/version.hpp>

namespace redblue::cli {
namespace {

using kernels::Confirmation;
using kernels::Question;
using sim::Extent;

constexpr std::size_t most_table_bytes = 64U << 20;
constexpr Limits limit_launches{1, 100'000};

/// An empty table has these columns.
TextTable table_of(std::span<const kernels::ColumnHead> heads) {
  std::vector<TextTable::Column> columns;
  for (const kernels::ColumnHead& head : heads)
    columns.push_back(
        {std::string(head.text), head.is_number ? TextTable::Align::right : TextTable::Align::left});
  return TextTable(std::move(columns));
}

/// Counter by counter; empty where no row has any.
std::string hardware_table(const std::vector<Confirmation>& rows, bool colours) {
  TextTable table = table_of(kernels::hardware_columns);
  bool any = false;
  for (const Confirmation& c : rows)
    for (std::vector<std::string>& row : kernels::hardware_rows(c)) table.add(std::move(row)), any = true;
  return any ? table.text(colours) + "\n" : "";
}

std::string as_table(const std::vector<Confirmation>& rows, bool colours) {
  TextTable table = table_of(kernels::confirm_columns);
  std::string disagreements;
  for (const Confirmation& c : rows) {
    table.add(kernels::cells(c));
    for (const std::string& sentence : c.disagreements)
      disagreements += std::string(c.question.schedule->id) + ": " + sentence + "\n";
  }
  const AttentionShape& shape = rows.front().question.shape;
  const bool one_shape = rows.back().question.shape == shape;
  return (one_shape ? shape_text(shape) : "N = " + with_commas(shape.Nq) + ", d as listed below") + "\n\n" +
         table.text(colours) + "\n" + hardware_table(rows, colours) + disagreements +
         kernels::confirm_legend();
}

/// The kernels asked for that fit; the others are named on standard error.
struct Confirmed {
  std::vector<Confirmation> rows;
  bool missing = false;  ///< one asked for by its id does not fit
};

/// What ncu measured, where --ncu names its table. It is of one schedule.
std::optional<kernels::Hardware> read_hardware(const Flags& flags, const RunSpec& spec) {
  const Given* file = flags.find("ncu");
  if (file == nullptr) return std::nullopt;
  const std::vector<const Schedule*>& asked = spec.selection.schedules;
  if (asked.size() != 1 || asked[0] == nullptr)
    file->refuse("a table holds one schedule; name it with --algorithm");
  try {
    return kernels::read_ncu(read_file(file->text, most_table_bytes), *asked[0]);
  } catch (const sim::InvalidArgument& e) {
    sim::raise(study::FileError(file->text, e.what()));
  }
}

/// What is asked for; `all` holds the kernels of 16-bit words too, whose M is in words of theirs.
RunSpec confirm_spec(const Flags& flags) {
  RunSpec spec = run_spec(flags);
  spec.options.tiles.rule = algorithms::TileChoice::Rule::kernel;
  std::vector<const Schedule*>& asked = spec.selection.schedules;
  if (spec.selection.all)
    for (const Schedule& s : algorithms::kernel_catalog())
      if (std::find(asked.begin(), asked.end(), &s) == asked.end()) asked.push_back(&s);
  return spec;
}

Confirmed confirm_all(const RunSpec& spec, const OnePoint& at, Question question) {
  Confirmed confirmed;
  for (const Schedule* schedule : spec.schedules(at.shape)) {
    if (schedule == nullptr)
      sim::raise(
          UsageError("confirm takes schedules with a kernel by their ids, or all; best is none of them"));
    question.schedule = schedule;
    if (auto row = kernels::confirm(question)) {
      confirmed.rows.push_back(*std::move(row));
      continue;
    }
    const bool named = spec.selection.by_name(schedule);
    confirmed.missing = confirmed.missing || named;
    const Given& M = spec.axes.M->given();
    say((named ? "error: " : "") + M.where + M.name + " " + M.text + ": the kernel of " +
        std::string(schedule->id) + " needs at least " + to_string(kernels::smallest_M(question)) + " words");
  }
  return confirmed;
}

void write(Output& out, Format format, const std::vector<Confirmation>& rows) {
  if (format == Format::table && !rows.empty()) out.write(as_table(rows, out.colours()));
  for (std::size_t i = 0; i < rows.size() && format != Format::table; ++i) {
    const std::string record = kernels::as_json(rows[i], study::version(), study::git_revision());
    const std::string_view lead = format == Format::jsonl ? "" : i == 0 ? "[" : ",\n";
    out.write(std::string(lead) + record + (format == Format::jsonl ? "\n" : ""));
  }
  if (format == Format::json) out.write(rows.empty() ? "[]\n" : "]\n");
}

/// The head dimensions of --sweep, and the shape's N. Throws: UsageError for flags that it does not take.
std::vector<Extent> dimensions(const Flags& flags, Extent& N) {
  for (const char* name :
       {"M", "algorithm", "mask", "Nq", "Nk", "dk", "dv", "scale", "ncu", "heads", "launches"})
    if (const Given* given = flags.find(name)) given->refuse("--sweep takes --N, --d and --seed");
  const Given* given = flags.find("N");
  if (given == nullptr) sim::raise(UsageError("confirm --sweep: --N is missing; 128 takes a few seconds"));
  N = static_cast<Extent>(parse_integer(*given, limit_N));
  std::vector<Extent> all(kernels::sweep_dimensions.begin(), kernels::sweep_dimensions.end());
  if (const Given* d = flags.find("d")) all = {static_cast<Extent>(parse_integer(*d, limit_d))};
  for (const Extent d : all) {
    if (const std::string why = kernels::why_sweep_too_long(N, d); !why.empty()) given->refuse(why);
    if (8 * 2 * d > algorithms::kernel::most_words)
      flags.find("d")->refuse("no block holds a tile; at most 3,600");
  }
  return all;
}

int sweep(const Flags& flags, Output& out, Format format) {
  Extent N = 0;
  const std::vector<Extent> all = dimensions(flags, N);
  const Given* seed = flags.find("seed");
  std::vector<Confirmation> rows;
  std::string sentences;
  bool ok = true;
  for (const kernels::Crossover& found :
       kernels::crossovers(all, N,
                           seed == nullptr ? study::inputs_seed
                                           : static_cast<std::uint64_t>(parse_integer(*seed, limit_seed)))) {
    ok = ok && found.ok();
    rows.insert(rows.end(), found.rows.begin(), found.rows.end());
    sentences += found.sentence() + "\n";
  }
  write(out, format, rows);
  if (format == Format::table) out.write("\n" + sentences);
  return ok ? exit_ok : exit_no;
}

}  // namespace

int confirm_command(const Invocation& invocation) {
  const Format format = chosen_format(invocation.flags, {Format::table, Format::json, Format::jsonl});
  if (invocation.flags.has("sweep")) {
    Output out(invocation.flags);
    return sweep(invocation.flags, out, format);
  }
  const RunSpec spec = confirm_spec(invocation.flags);
  const OnePoint at = one_point(spec.axes, "confirm");
  if (const std::string why = kernels::why_too_long(at.shape, spec.heads); !why.empty())
    sim::raise(UsageError("confirm: " + why));
  Output out(invocation.flags);
  Question question{
      nullptr, at.shape, at.M, spec.options.scale, spec.seed, read_hardware(invocation.flags, spec)};
  question.heads = static_cast<Extent>(spec.heads);
  if (const Given* given = invocation.flags.find("launches"))
    question.launches = static_cast<int>(parse_integer(*given, limit_launches));
  const Confirmed confirmed = confirm_all(spec, at, question);
  const std::vector<Confirmation>& rows = confirmed.rows;
  write(out, format, rows);
  say_notes(spec, at.shape);
  for (const Confirmation& c : rows)
    if (c.verdict() == kernels::Verdict::mismatch) return exit_no;
  return rows.empty() || confirmed.missing ? exit_infeasible : exit_ok;
}

}  // namespace redblue::cli
