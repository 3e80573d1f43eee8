#include <algorithm>

#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/find/compulsory.hpp>
#include <redblue/proofs_check/find/convex_cut.hpp>
#include <redblue/proofs_check/find/wavefront.hpp>

namespace redblue::proofs_check::finder {
namespace {

// Edges looked at: about 4 ns each (docs/performance.md).
constexpr std::uint64_t work_of_a_second = 160'000'000;
constexpr std::uint64_t work_without_deadline = 40 * work_of_a_second;
constexpr std::uint64_t work_for_all_bands = std::uint64_t{1} << 20;

std::uint64_t work_within(const GraphBoundLimits& limits) {
  if (limits.most_work) return *limits.most_work;
  if (!limits.deadline) return work_without_deadline;
  const auto left = *limits.deadline - std::chrono::steady_clock::now();
  return static_cast<std::uint64_t>(std::max(0.0, std::chrono::duration<double>(left).count()) *
                                    static_cast<double>(work_of_a_second));
}

/// A band of depths, first to last, its best wavefronts and what they prove together.
struct Band {
  std::uint32_t first = 0, last = 0;
  Subgraph graph;
  std::vector<Wavefront> parts;
  std::int64_t words = 0;
};

class Bands {
 public:
  /// Of the vertices in `taken`.
  Bands(const sim::Dag& dag, std::vector<bool> taken, std::int64_t M, const GraphBoundLimits& limits)
      : dag_(dag), taken_(std::move(taken)), M_(M), limits_(limits), depth_(depths(dag)) {
    last_ = depth_.empty() ? 0 : *std::ranges::max_element(depth_);
  }

  /// The whole graph, then halves of halves; all bands where the graph is small. The whole graph may take
  /// half of the work; the bands share the rest, so that each of them is looked at.
  void search() {
    whole_ = measure(0, last_, 0, work_left_ / 2);
    bands_.push_back(whole_);
    std::vector<Interval> bands;
    if (std::uint64_t{last_ + 1} * (last_ + 1) * (dag_.size() + 1) <= work_for_all_bands) {
      for (std::uint32_t first = 0; first <= last_; ++first)
        for (std::uint32_t last = first + 1; last <= last_; ++last) bands.push_back({first, last});
      return add(bands, work_left_);
    }
    for (bands = halves({{0, last_}}); !bands.empty(); bands = halves(bands)) add(bands, work_left_ / 2);
  }

  /// The disjoint bands that prove most.
  [[nodiscard]] std::vector<const Band*> best() const {
    struct Choice {
      std::int64_t words = 0;
      const Band* band = nullptr;  ///< null: nothing ends here
    };
    std::vector<Choice> up_to(last_ + 2);
    for (std::uint32_t end = 1; end <= last_ + 1; ++end) {
      up_to[end] = {up_to[end - 1].words, nullptr};
      for (const Band& b : bands_)
        if (b.last + 1 == end && up_to[b.first].words + b.words > up_to[end].words)
          up_to[end] = {up_to[b.first].words + b.words, &b};
    }
    std::vector<const Band*> chosen;
    for (std::uint32_t end = last_ + 1; end > 0; end = chosen.back()->first) {
      while (end > 0 && up_to[end].band == nullptr) --end;
      if (end == 0) break;
      chosen.push_back(up_to[end].band);
    }
    std::ranges::reverse(chosen);
    return chosen;
  }

  [[nodiscard]] const Band& whole_graph() const { return whole_; }
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  struct Interval {
    std::uint32_t first, last;
  };

  /// Of the time that is left, what `most_work` is of the work.
  [[nodiscard]] GraphBoundLimits limits_for(std::uint64_t most_work) const {
    GraphBoundLimits limits = limits_;
    if (!limits.deadline || work_left_ == 0) return limits;
    const auto now = std::chrono::steady_clock::now();
    const double share = static_cast<double>(most_work) / static_cast<double>(work_left_);
    limits.deadline = now + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                                share * std::chrono::duration<double>(*limits.deadline - now));
    return limits;
  }
  Band measure(std::uint32_t first, std::uint32_t last, std::int64_t more_than, std::uint64_t most_work) {
    if (limits_.reached()) return complete_ = false, Band{first, last, Subgraph({}, {}), {}};
    std::vector<sim::Vertex> vertices;
    for (sim::Vertex v = 0; v < depth_.size(); ++v)
      if (taken_[v] && first <= depth_[v] && depth_[v] <= last) vertices.push_back(v);
    Band band{first, last, Subgraph(dag_, std::move(vertices)), {}};
    std::uint64_t left = most_work;
    LargestWavefronts found = largest_wavefronts(band.graph, more_than, limits_for(most_work), left);
    work_left_ -= most_work - left;
    complete_ = complete_ && found.complete;
    for (Wavefront& w : found.parts) {
      const std::int64_t words = 2 * (static_cast<std::int64_t>(w.paths.size()) - M_);
      if (more_than > 0 && words <= 0) continue;
      band.words += std::max<std::int64_t>(words, 0);
      band.parts.push_back(std::move(w));
    }
    return band;
  }
  /// What one band leaves of its share is shared by those after it.
  void add(const std::vector<Interval>& bands, std::uint64_t most_work) {
    const std::uint64_t end = work_left_ - most_work;
    for (std::size_t i = 0; i < bands.size(); ++i) {
      if (bands[i].first == 0 && bands[i].last == last_) continue;
      Band band = measure(bands[i].first, bands[i].last, M_, (work_left_ - end) / (bands.size() - i));
      if (band.words > 0) bands_.push_back(std::move(band));
    }
  }
  static std::vector<Interval> halves(const std::vector<Interval>& bands) {
    std::vector<Interval> all;
    for (const auto [first, last] : bands) {
      if (last < first + 3) continue;  // halves of one depth have no edges
      const std::uint32_t middle = first + (last - first) / 2;
      all.push_back({first, middle});
      all.push_back({middle + 1, last});
    }
    return all;
  }

  const sim::Dag& dag_;
  std::vector<bool> taken_;
  std::int64_t M_;
  const GraphBoundLimits& limits_;
  std::vector<std::uint32_t> depth_;
  std::uint32_t last_ = 0;
  Band whole_{0, 0, Subgraph({}, {}), {}};
  std::vector<Band> bands_;
  std::uint64_t work_left_ = work_within(limits_);
  bool complete_ = true;
};

/// What was measured at most on graphs of 1,202 to 11,264 vertices (docs/performance.md).
std::uint64_t bytes_of_flow(const sim::Dag& dag) {
  std::uint64_t edges = 0;
  for (sim::Vertex v = 0; v < dag.size(); ++v) edges += dag.operands(v).size();
  return 1000 * std::uint64_t{dag.size()} + 500 * edges;
}

std::string line_of(const char* word, const Subgraph& graph, const std::vector<Local>& list) {
  std::string line = word;
  for (const Local v : list) line += " " + std::to_string(graph.vertex(v));
  return line;
}

std::vector<std::string> lines_of(const std::vector<const Band*>& bands) {
  std::vector<std::string> lines;
  for (const Band* band : bands)
    for (const Wavefront& w : band->parts) {
      lines.push_back("piece " + std::to_string(band->graph.vertex(w.x)) + " depth " +
                      std::to_string(band->first) + " " + std::to_string(band->last));
      lines.push_back(line_of("cut", band->graph, w.cut));
      for (const std::vector<Local>& path : w.paths) lines.push_back(line_of("path", band->graph, path));
    }
  return lines;
}

/// What the pieces among the vertices in `taken` prove, and `already` words beside them.
GraphBoundAnswer proven(const NamedGraph& graph, std::vector<bool> taken, std::optional<std::int64_t> already,
                        sim::Words M, const GraphBoundLimits& limits) {
  if (const std::uint64_t bytes = bytes_of_flow(graph.dag); bytes > limits.most_bytes.value_or(bytes))
    return limited("the flow", bytes);
  Bands bands(graph.dag, std::move(taken), static_cast<std::int64_t>(M.count()), limits);
  bands.search();
  GraphBoundAnswer answer;
  // Without sums partial computes each vertex once and at once too, and what is needed later is kept or
  // stored.
  answer.rules = has_sums(graph.dag) ? Rules::one_shot : Rules::partial;
  const Wavefront* largest = nullptr;
  for (const Wavefront& w : bands.whole_graph().parts)
    if (largest == nullptr || w.paths.size() > largest->paths.size()) largest = &w;
  answer.parameters = {{"W", std::to_string(largest == nullptr ? 0 : largest->paths.size())}};
  if (largest != nullptr)
    answer.parameters.emplace_back("vertex", std::to_string(bands.whole_graph().graph.vertex(largest->x)));
  if (!bands.complete()) answer.parameters.emplace_back("complete", "no");
  if (!bands.complete() && !limits.reached())
    answer.out_of_work =
        "the search used up the work it is given (" +
        std::string(limits.deadline ? "what --time-limit leaves time for" : "about a minute's") +
        ") before it was complete: what is printed is proven, more may be; a longer --time-limit gives it "
        "more";
  const std::vector<const Band*> chosen = bands.best();
  std::int64_t words = already.value_or(0);
  std::size_t pieces = 0;
  for (const Band* band : chosen) words += band->words, pieces += band->parts.size();
  answer.parameters.emplace_back("pieces", std::to_string(pieces));
  answer.words = static_cast<double>(words);
  answer.certified = words;
  std::vector<std::string> lines = lines_of(chosen);
  if (already) lines.insert(lines.begin(), "compulsory " + std::to_string(*already));
  answer.certificate = bound_certificate("wavefront", graph, *answer.rules, M, words, lines);
  return answer;
}

}  // namespace

GraphBoundAnswer wavefront_bound(const NamedGraph& graph, sim::Words M, const GraphBoundLimits& limits) {
  return proven(graph, std::vector<bool>(graph.dag.size(), true), {}, M, limits);
}

GraphBoundAnswer wavefront_inner_bound(const NamedGraph& graph, sim::Words M,
                                       const GraphBoundLimits& limits) {
  std::vector<bool> inner(graph.dag.size());
  for (sim::Vertex v = 0; v < inner.size(); ++v) inner[v] = graph.dag.kind(v) != sim::Dag::Kind::input;
  for (const sim::Vertex v : graph.dag.outputs()) inner[v] = false;
  return proven(graph, std::move(inner), compulsory_words(graph.dag), M, limits);
}

}  // namespace redblue::proofs_check::finder
