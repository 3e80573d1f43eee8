// The spectral bound (Jain and Zaharia 2020): a computation order cut into k parts cuts edges of the graph,
// and the smallest eigenvalues of its Laplacian say how many at least (docs/bounds.md).
#pragma once

#include <functional>

#include <redblue/proofs_check/find/laplacian.hpp>

namespace redblue::proofs_check::finder {

/// `published`: io >= max_k [ sum_{i<=k} n_i lambda_i - 2kM ]. `sharp`: what must be loaded and stored
/// anyway, and max_k [ sum_{i<=k} n_i lambda_i - 2(k-1)M ] with the edges out of inputs of half weight.
enum class SpectralForm { published, sharp };

/// The smallest eigenvalues, and for each different one a shift just below it.
struct Spectrum {
  struct Level {
    double value = 0;         ///< the eigenvalue
    std::uint64_t below = 0;  ///< how many are smaller, counted at `shift`
    std::uint64_t shift = 0;  ///< in 2^-48
    std::uint64_t sure = 0;   ///< in 2^-48: what the checker will know of all eigenvalues but those below
  };
  std::vector<double> values;  ///< smallest first, a multiple one as often as it is
  std::vector<Level> levels;   ///< from the first eigenvalue above 0 on
  bool counted = false;        ///< false: an estimate, without levels
};

/// The best number of parts for the smallest eigenvalues of a graph of n vertices, and the bound in words.
struct Parts {
  std::uint64_t k = 1;
  double words = 0;
};
[[nodiscard]] Parts best_parts(const std::vector<double>& values, std::uint64_t n, double M,
                               SpectralForm form);

/// True when no more eigenvalues are needed than these.
using Enough = std::function<bool(const std::vector<double>& values)>;

/// The eigenvalues near the `proposed` ones, each as often as counts of negative pivots say: whatever was
/// proposed, no value is larger than the eigenvalue of its place, but for rounding.
[[nodiscard]] Spectrum counted_spectrum(const Laplacian& laplacian, std::vector<double> proposed,
                                        const Enough& enough = {});

/// About `count` of the smallest eigenvalues, or `enough`: counted where a factorisation is affordable, else
/// estimated.
[[nodiscard]] Spectrum smallest_eigenvalues(const Laplacian& laplacian, std::size_t count,
                                            const GraphBoundLimits& limits, const Enough& enough = {});

/// The bounds `spectral` and `spectral_sharp`.
[[nodiscard]] GraphBoundAnswer spectral(const NamedGraph& graph, sim::Words M,
                                        const GraphBoundLimits& limits);
[[nodiscard]] GraphBoundAnswer spectral_sharp(const NamedGraph& graph, sim::Words M,
                                              const GraphBoundLimits& limits);

}  // namespace redblue::proofs_check::finder
