#include <cmath>

#include <redblue/proofs_check/check/inertia.hpp>
#include <redblue/proofs_check/check/verdict.hpp>

namespace redblue::proofs_check::check {
namespace {

using sim::Vertex;

constexpr std::uint32_t none = sim::no_vertex;

/// So that sums of products of three stay finite, with room to spare.
bool moderate(double x) { return std::abs(x) < 0x1p40; }

}  // namespace

Inertia::Inertia(const sim::Dag& dag, const std::vector<Vertex>& order, int input_share)
    : rows_(dag.size()),
      diagonal_(dag.size(), exactly(0)),
      parent_(dag.size(), none),
      seen_(dag.size(), none),
      start_(dag.size() + 1) {
  std::vector<std::uint32_t> at(dag.size()), degree(dag.size()), last(dag.size(), none);
  const auto each_edge = [&](const auto& f) {  // an operand that an acc lists twice counts once
    std::fill(last.begin(), last.end(), none);
    for (Vertex v = 0; v < dag.size(); ++v)
      for (const Vertex u : dag.operands(v))
        if (last[u] != v) last[u] = v, f(u, v);
  };
  for (std::uint32_t k = 0; k < order.size(); ++k) at[order[k]] = k;
  each_edge([&](Vertex u, Vertex) { ++degree[u]; });
  each_edge([&](Vertex u, Vertex v) {
    const int share = dag.kind(u) == sim::Dag::Kind::input ? input_share : 1;
    const Interval weight = quotient(1, static_cast<double>(degree[u]) * share);
    for (const Vertex end : {u, v}) diagonal_[at[end]] = diagonal_[at[end]] + weight;
    rows_[std::max(at[u], at[v])].push_back({std::min(at[u], at[v]), exactly(0) - weight});
  });
  find_pattern();
}

template <class F>
void Inertia::each_entry(std::uint32_t k, const F& f) {
  found_.clear();
  seen_[k] = k;  // and of no row before: k is a column of later rows only
  for (const Entry& e : rows_[k]) {
    path_.clear();
    for (std::uint32_t i = e.column; seen_[i] != k; i = parent_[i]) {
      if (parent_[i] == none) parent_[i] = k;
      seen_[i] = k;
      path_.push_back(i);
    }
    found_.insert(found_.end(), path_.rbegin(), path_.rend());
  }
  std::for_each(found_.rbegin(), found_.rend(), f);
}

void Inertia::find_pattern() {
  std::vector<std::uint64_t> entries(rows_.size());
  Budget factor(21, "entries of the factor");
  for (std::uint32_t k = 0; k < rows_.size(); ++k)
    each_entry(k, [&](std::uint32_t i) {
      factor.spend(1);  // below its diagonal
      work_ += ++entries[i];
    });
  work_ += rows_.size();
  for (std::size_t i = 0; i < rows_.size(); ++i) start_[i + 1] = start_[i] + entries[i];
  row_.resize(start_.back());
  value_.resize(start_.back());
}

Inertia::Count Inertia::at(double shift) {
  products_.spend(work_);
  std::vector<Interval> rest(rows_.size(),
                             exactly(0));  // of row k of L - shift I, less what F D F^T has of it
  std::vector<double> pivot(rows_.size()), lost(rows_.size());
  std::vector<std::size_t> end(start_.begin(), start_.end() - 1);  // of what a column has so far
  bool sound = true;
  const auto lose = [&](std::uint32_t k, Interval r) { lost[k] = above(lost[k] + r.size()); };
  for (std::uint32_t k = 0; sound && k < rows_.size(); ++k) {
    Interval d = diagonal_[k] - exactly(shift);
    for (const Entry& e : rows_[k]) rest[e.column] = e.weight;
    each_entry(k, [&](std::uint32_t i) {
      const double f = rest[i].middle() / pivot[i];
      const Interval x = f * exactly(pivot[i]);
      lose(i, rest[i] - x);
      lose(k, rest[i] - x);
      rest[i] = exactly(0);
      for (std::size_t p = start_[i]; p < end[i]; ++p) rest[row_[p]] = rest[row_[p]] - value_[p] * x;
      d = d - f * x;
      sound &= moderate(f);
      row_[end[i]] = k;
      value_[end[i]++] = f;
    });
    pivot[k] = d.middle();
    lose(k, d - exactly(pivot[k]));
    sound &= moderate(pivot[k]) && pivot[k] != 0;
  }
  if (!sound) return {0, std::numeric_limits<double>::infinity()};
  const auto negative = std::count_if(pivot.begin(), pivot.end(), [](double d) { return d < 0; });
  return {static_cast<std::uint64_t>(negative), *std::max_element(lost.begin(), lost.end())};
}

}  // namespace redblue::proofs_check::check
