#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include <redblue/cli/escape.hpp>
#include <redblue/cli/record_csv.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/proofs_check/catalog.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/version.hpp>

namespace redblue::cli {
namespace {

using sim::Int128;

/// Hands every column's name and value to `put`, so that header and rows cannot differ. Without a
/// record (header) values are empty.
class Columns {
 public:
  Columns(std::string& out, const study::Record* record) : out_(out), record_(record) {}

  void text(std::string_view name, std::string_view value) { put(name, escape_csv(value)); }
  void integer(std::string_view name, Int128 n, bool known = true) {
    put(name, known && record_ != nullptr ? sim::to_string(n) : std::string());
  }
  void real(std::string_view name, std::optional<double> x) {
    put(name, x && std::isfinite(*x) ? fmt::format("{}", *x) : std::string());
  }
  void truth(std::string_view name, bool b) { put(name, b ? "true" : "false"); }

 private:
  void put(std::string_view name, std::string_view value) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += record_ == nullptr ? name : value;
  }

  std::string& out_;
  const study::Record* record_;
  bool first_ = true;
};

void question(Columns& c, const study::Record& r, std::string_view key) {
  const study::Point& p = r.point;
  c.text("schema", study::record_schema);
  c.text("key", key);
  c.text("algorithm", r.algorithm());
  c.text("schedule", r.schedule != nullptr ? r.schedule->id : "");
  c.text("options_tiles", study::tiles_text(p.options.tiles));
  c.text("options_init", study::name(p.options.init));
  c.text("options_stats", study::name(p.options.stats));
  c.truth("options_lse", p.options.lse);
  c.truth("options_safe", p.options.safe);
  c.real("options_scale", p.options.scale);
  c.integer("options_seed", Int128{p.seed}, p.mode == study::Mode::executed);
  c.integer("shape_Nq", p.shape.Nq);
  c.integer("shape_Nk", p.shape.Nk);
  c.integer("shape_dk", p.shape.dk);
  c.integer("shape_dv", p.shape.dv);
  c.text("shape_mask", study::mask_text(p.shape.mask));
  c.integer("shape_heads", p.heads);
  c.integer("shape_batch", p.batch);
  c.integer("M_words", p.M.count());
  c.text("rules", proofs_check::name(p.rules));
}

void answer(Columns& c, const study::Record& r) {
  const bool known = r.planned.has_value();
  c.truth("feasible", r.feasible);
  c.truth("plays_rules", r.plays_rules);
  c.integer("overflow_words", known ? r.planned->overflow.count() : 0);
  c.integer("smallest_M_words", r.smallest_M.count(), !r.feasible);
  c.text("plan", plan_text(r));
  c.integer("plan_footprint_words", known ? r.planned->footprint.count() : 0, known);
  c.text("mode", study::name(r.point.mode));
  c.integer("reads_words", r.counts.reads().count(), known);
  c.integer("writes_words", r.counts.writes().count(), known);
  c.integer("io_words", r.counts.io().count(), known);
  c.integer("peak_words", r.counts.peak.count(), known);
  for (std::size_t t = 0; t < sim::tensor_count; ++t) {
    const std::string name = "by_tensor_" + std::string(sim::tensor_table[t].name);
    c.integer(name + "_reads_words", r.counts.by_tensor[t].reads.count(), known);
    c.integer(name + "_writes_words", r.counts.by_tensor[t].writes.count(), known);
  }
  for (std::size_t t = 0; t < sim::tensor_count; ++t)
    c.integer("bits_" + std::string(sim::tensor_table[t].name), r.point.bits[t]);
  c.integer("reads_bytes", r.bytes.reads.count(), known);
  c.integer("writes_bytes", r.bytes.writes.count(), known);
  c.integer("flops", r.counts.flops, known);
  c.real(
      "intensity_flops_per_word",
      known ? std::optional(static_cast<double>(r.counts.flops) / to_double(r.counts.io())) : std::nullopt);
}

void bounds(Columns& c, const study::Record& r) {
  c.integer("lower_words", r.lower.count());
  c.text("lower_by", r.bounds.lower_by);
  c.real("ratio", r.ratio);
  c.real("max_error", r.max_error);
  const proofs_check::Evaluated none;
  for (std::size_t b = 0; b < proofs_check::catalog().size(); ++b) {
    const proofs_check::Bound& bound = proofs_check::catalog()[b];
    const proofs_check::Evaluated& e = b < r.bounds.all.size() ? r.bounds.all[b] : none;
    const std::string name = "bounds_" + std::string(bound.id);
    c.integer(name + "_words", e.proven ? e.proven->words.count() * r.point.heads * r.point.batch : 0,
              e.proven.has_value());
    c.truth(name + "_applicable", e.why_not.empty());
    c.text(name + "_why_not", e.why_not);
    c.text(name + "_strength", bound.is_explicit() ? "explicit" : "asymptotic");
    c.text(name + "_rules", proofs_check::name(bound.rules));
    c.truth(name + "_comparable", e.comparable);
  }
}

void all_columns(Columns& c, const study::Record& r, std::string_view key) {
  question(c, r, key);
  answer(c, r);
  bounds(c, r);
  c.text("program_version", study::version());
  c.text("program_git", study::git_revision());
}

}  // namespace

std::string csv_comment(std::string_view schema, std::string_view command_line) {
  return "# " + std::string(schema) + " redblue " + std::string(study::version()) + " (git " +
         std::string(study::git_revision()) + "): " + escape_terminal(command_line) + "\n";
}

std::string csv_header() {
  std::string out;
  Columns columns(out, nullptr);
  all_columns(columns, study::Record{}, "");
  return out + "\n";
}

void append_csv(std::string& out, const study::Record& record, std::string_view key) {
  Columns columns(out, &record);
  all_columns(columns, record, key);
  out += '\n';
}

}  // namespace redblue::cli
