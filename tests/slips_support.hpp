// The bounds of graphs with a slip in the formula, which whatever tests bounds must refute.
#pragma once

#include "claims_support.hpp"

#include <redblue/proofs_check/find/laplacian.hpp>
#include <redblue/proofs_check/find/parts.hpp>

namespace redblue::test {

/// spectral and spectral_sharp as they would be with another multiple of n_i, another number of parts to pay
/// for, or without the eigenvalue 0.
struct SpectralSlip {
  bool sharp = false;
  bool all_vertices = false;  ///< n for every n_i
  bool zero_missed = false;
  std::int64_t free_parts = 0;  ///< 2 (k - free_parts) M is subtracted

  [[nodiscard]] std::int64_t words(const NamedGraph& graph, std::int64_t M) const {
    const auto n = static_cast<std::int64_t>(graph.dag.size());
    std::vector<double> values = finder::Laplacian(graph.dag, sharp ? 2 : 1).all();
    if (zero_missed) values.erase(values.begin());
    double best = 0;
    for (std::int64_t k = std::max<std::int64_t>(1, free_parts); k <= std::ssize(values); ++k) {
      double sum = 0;
      for (std::int64_t i = 0; i < k; ++i)
        sum += values[static_cast<std::size_t>(i)] *
               static_cast<double>(all_vertices ? n : n / k + (i < n % k ? 1 : 0));
      best = std::max(best, sum - 2 * static_cast<double>((k - free_parts) * M));
    }
    return static_cast<std::int64_t>(std::ceil(best - 1e-6)) +
           (sharp ? finder::compulsory_words(graph.dag) : 0);
  }
};

/// A bound with a slip in its formula. None: it says nothing of the graph.
struct Slip {
  std::string_view of;  ///< the bound
  std::string_view id;
  std::optional<Said> (*says)(const NamedGraph&, std::int64_t M);
};

inline GraphBoundAnswer answer_of(std::string_view id, const NamedGraph& graph, std::int64_t M) {
  return find_graph_bound(id)->evaluate(graph, sim::Words{M}, {});
}
inline std::int64_t number(const GraphBoundAnswer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.parameters)
    if (key == name) return static_cast<std::int64_t>(std::stoll(value));
  return 0;
}
/// Where nothing is computed twice.
inline Rules once(const NamedGraph& graph) {
  return finder::has_sums(graph.dag) ? Rules::one_shot : Rules::partial;
}
inline Rules again(const NamedGraph& graph) {
  return finder::has_sums(graph.dag) ? Rules::classic : Rules::partial_recompute;
}

inline constexpr std::array slips{
    Slip{"compulsory", "compulsory: and one",
         [](const NamedGraph& graph, std::int64_t) -> std::optional<Said> {
           return Said{"compulsory: and one", finder::compulsory_words(graph.dag) + 1,
                       Rules::partial_recompute};
         }},
    Slip{"wavefront", "wavefront: 2W - M",
         [](const NamedGraph& graph, std::int64_t M) -> std::optional<Said> {
           return Said{"wavefront: 2W - M", 2 * number(answer_of("wavefront", graph, M), "W") - M,
                       once(graph)};
         }},
    Slip{"wavefront_inner", "wavefront_inner: 2 (W + 3 - M)",
         [](const NamedGraph& graph, std::int64_t M) -> std::optional<Said> {
           const GraphBoundAnswer inner = answer_of("wavefront_inner", graph, M);
           const std::int64_t pieces = number(inner, "pieces");
           if (pieces == 0) return {};
           return Said{"wavefront_inner: 2 (W + 3 - M)", *inner.certified + 6 * pieces, once(graph)};
         }},
    Slip{
        "spectral", "spectral: n for n_i",
        [](const NamedGraph& graph, std::int64_t M) -> std::optional<Said> {
          return Said{"spectral: n for n_i", SpectralSlip{.all_vertices = true}.words(graph, M), once(graph)};
        }},
    Slip{"spectral_sharp", "spectral_sharp: zero missed",
         [](const NamedGraph& graph, std::int64_t M) -> std::optional<Said> {
           return Said{"spectral_sharp: zero missed", SpectralSlip{true, false, true, 1}.words(graph, M),
                       once(graph)};
         }},
    Slip{"spectral_sharp", "spectral_sharp: 2 (k - 2) M",
         [](const NamedGraph& graph, std::int64_t M) -> std::optional<Said> {
           return Said{"spectral_sharp: 2 (k - 2) M", SpectralSlip{true, false, false, 2}.words(graph, M),
                       once(graph)};
         }},
    Slip{"hong_kung", "hong_kung: M P",
         [](const NamedGraph& graph, std::int64_t M) -> std::optional<Said> {
           const auto parts = finder::AllParts::of(graph.dag);
           if (!parts) return {};
           return Said{"hong_kung: M P", M * parts->least_parts(2 * M), again(graph)};
         }},
    Slip{"x_partition", "x_partition: (X - M) h",
         [](const NamedGraph& graph, std::int64_t M) -> std::optional<Said> {
           const auto parts = finder::AllParts::of(graph.dag);
           if (!parts) return {};
           std::int64_t counted = 0, best = 0;
           for (Vertex v = 0; v < graph.dag.size(); ++v) counted += graph.dag.kind(v) != Kind::input ? 1 : 0;
           for (std::int64_t X = M + 1; X <= counted; ++X) {
             const std::int64_t largest = std::max<std::int64_t>(parts->largest_part(X), 1);
             best = std::max(best, (X - M) * ((counted + largest - 1) / largest));
           }
           return Said{"x_partition: (X - M) h", best, again(graph)};
         }},
};

inline Sayings what_slips_say(const NamedGraph& graph, std::int64_t M) {
  Sayings all;
  for (const Slip& slip : slips)
    if (const auto said = slip.says(graph, M)) all.push_back(*said);
  return all;
}

}  // namespace redblue::test
