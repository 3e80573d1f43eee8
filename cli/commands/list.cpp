// redblue list: the catalogs, with source and one line each.
#include <string>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/cli/commands/table.hpp>
#include <redblue/cli/escape.hpp>
#include <redblue/cli/output.hpp>
#include <redblue/cli/record_csv.hpp>
#include <redblue/cli/record_table.hpp>
#include <redblue/cli/text_table.hpp>
#include <redblue/proofs_check/catalog.hpp>
#include <redblue/proofs_check/graph_bound.hpp>
#include <redblue/study/json_text.hpp>

namespace redblue::cli {
namespace {

/// A catalog as rows of text under names.
struct Listing {
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> rows;
};

Listing algorithms_listing() {
  Listing list{{"id", "title", "leading_cost", "options", "source"}, {}};
  for (const algorithms::Schedule& s : algorithms::catalog()) {
    std::string options = s.takes_tiles ? "tiles " : "";
    if (s.has_published) options += "published ";
    if (s.takes_masks) options += "mask ";
    if (s.takes_init) options += "init ";
    if (s.takes_safe) options += "safe ";
    if (s.takes_stats) options += "stats ";
    if (!options.empty()) options.pop_back();
    list.rows.push_back(
        {std::string(s.id), std::string(s.title), std::string(s.leading), options, std::string(s.source)});
  }
  list.rows.push_back({"best", "The cheapest of these at each point", "", "", "the toolkit's upper bound"});
  return list;
}

Listing bounds_listing() {
  Listing list{{"id", "statement", "strength", "rules", "assumptions", "source"}, {}};
  for (const proofs_check::Bound& b : proofs_check::catalog())
    list.rows.push_back({std::string(b.id), std::string(b.statement),
                         b.is_explicit() ? "explicit" : "asymptotic",
                         std::string(proofs_check::name(b.rules)), assumptions_of(b), std::string(b.source)});
  for (const proofs_check::GraphBound& b : proofs_check::graph_bounds())
    if (proofs_check::find(b.id) == nullptr)
      list.rows.push_back({std::string(b.id), std::string(b.statement), "explicit, of graphs",
                           std::string(proofs_check::name(b.rules)),
                           b.assumption.empty() ? "nothing more" : std::string(b.assumption),
                           std::string(b.source)});
  return list;
}

Listing games_listing() {
  using proofs_check::Rules;
  Listing list{{"id", "rules", "plays_within"}, {}};
  const std::vector<std::pair<Rules, std::string>> games{
      {Rules::fma, "the two-level machine: c += a b in place, recomputation free"},
      {Rules::one_shot, "as classic, each vertex computed once"},
      {Rules::classic, "Hong & Kung 1981: load, store, compute, delete; recomputation free"},
      {Rules::partial, "terms of an accumulation one at a time, each once; no dark value is dropped"},
      {Rules::partial_recompute, "as partial, a fast copy may be dropped and started anew"}};
  for (const auto& [game, what] : games) {
    std::string within;
    for (const auto& [other, unused] : games)
      if (other != game && proofs_check::plays_within(game, other))
        within += std::string(proofs_check::name(other)) + " ";
    if (!within.empty()) within.pop_back();
    list.rows.push_back({std::string(proofs_check::name(game)), what, within});
  }
  return list;
}

Listing listing(const std::string& what) {
  if (what == "algorithms") return algorithms_listing();
  if (what == "bounds") return bounds_listing();
  if (what == "games") return games_listing();
  DidYouMean near(what);
  for (const std::string_view name : {"algorithms", "bounds", "games"}) near.offer(name);
  sim::raise(UsageError((what.empty() ? "''" : what) +
                        ": no such catalog; catalogs are algorithms, bounds, games" + near.text()));
}

std::string as_table(const Listing& list, bool colours) {
  std::vector<TextTable::Column> columns;
  for (const std::string& name : list.names) columns.push_back({name});
  TextTable table(columns);
  for (const auto& row : list.rows) table.add(row);
  return table.text(colours);
}

std::string as_json(const Listing& list, bool lines) {
  std::string text;
  for (const auto& row : list.rows) {
    if (!lines) text += text.empty() ? "[" : ",\n";
    for (std::size_t c = 0; c < row.size(); ++c)
      text += c == 0 ? "{" : "", study::json::field(text, list.names[c], row[c]);
    text += lines ? "}\n" : "}";
  }
  return lines ? text : text + "]\n";
}

std::string as_csv(const Listing& list, const std::string& command_line) {
  std::string text = csv_comment("redblue.list/1", command_line);
  const auto add = [&](const std::vector<std::string>& row) {
    for (std::size_t c = 0; c < row.size(); ++c) text += (c == 0 ? "" : ",") + escape_csv(row[c]);
    text += '\n';
  };
  add(list.names);
  for (const auto& row : list.rows) add(row);
  return text;
}

}  // namespace

int list_command(const Invocation& invocation) {
  if (invocation.operands.size() > 1)
    sim::raise(UsageError(invocation.operands[1] + ": one catalog at a time"));
  const bool all = invocation.operands.empty();
  const Listing list = listing(all ? "algorithms" : invocation.operands[0]);
  const Format format =
      chosen_format(invocation.flags, {Format::table, Format::csv, Format::json, Format::jsonl});
  Output out(invocation.flags);
  if (format == Format::csv) out.write(as_csv(list, invocation.command_line));
  if (format == Format::json || format == Format::jsonl) out.write(as_json(list, format == Format::jsonl));
  if (format != Format::table) return exit_ok;
  out.write(as_table(list, out.colours()));
  if (all) out.write("\nAlso: redblue list bounds, redblue list games\n");
  return exit_ok;
}

}  // namespace redblue::cli
