// What the catalog knows of a schedule, whatever its plan type: the face that the command line,
// the conformance suite and the reports see. concept.hpp says what a schedule must provide.
#pragma once

#include <any>
#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/algorithms/options.hpp>
#include <redblue/sim/counts.hpp>
#include <redblue/sim/matrix.hpp>
#include <redblue/sim/shape.hpp>
#include <redblue/sim/trace.hpp>
#include <redblue/sim/watched.hpp>

namespace redblue::algorithms {

using sim::AttentionShape;
using sim::Counts;
using sim::Int128;
using sim::Words;

/// One term of a closed form: so many words of one tensor, one way, and why.
struct Term {
  sim::Tensor tensor;
  bool is_write = false;
  Int128 words = 0;
  std::string_view formula;  ///< as printed in theory 2, e.g. "2 N d Tr"
  std::string_view why;      ///< one sentence
};

/// A closed form as the sum of at most twelve terms; no allocation.
class Terms {
 public:
  constexpr void read(sim::Tensor t, Int128 words, std::string_view formula, std::string_view why) {
    terms_[size_++] = {t, false, words, formula, why};
  }
  constexpr void write(sim::Tensor t, Int128 words, std::string_view formula, std::string_view why) {
    terms_[size_++] = {t, true, words, formula, why};
  }
  [[nodiscard]] constexpr const Term* begin() const { return terms_.data(); }
  [[nodiscard]] constexpr const Term* end() const { return terms_.data() + size_; }

  /// Reads and writes per tensor (peak and flops are not terms).
  [[nodiscard]] constexpr Counts sum() const {
    Counts counts;
    for (const Term& t : *this)
      (t.is_write ? counts[t.tensor].writes : counts[t.tensor].reads) += Words{t.words};
    return counts;
  }

 private:
  std::array<Term, 12> terms_{};
  std::size_t size_ = 0;
};

/// One entry of a plan as records print it: a number, or a word where `text` is not empty.
struct PlanField {
  std::string_view name;
  Extent value = 0;
  std::string_view text = {};
};

/// A schedule planned for one (shape, options, M).
struct Planned {
  std::vector<PlanField> fields;  ///< tile sizes and modes, without the footprint
  Words footprint;                ///< words of fast memory the plan needs
  Words overflow;                 ///< footprint - M where a published rule overflows, else 0
  bool evaluates_once = true;     ///< no value is computed twice: a play of `partial`
  Counts predicted;               ///< the closed form; peak = footprint
  std::any plan;                  ///< the schedule's own plan, read back by the functions below

  /// Only a plan that fits may be compared with bounds.
  [[nodiscard]] bool fits() const { return overflow == Words{0}; }
};

/// Real inputs of one head.
template <class T>
struct Inputs {
  sim::Matrix<T> Q, K, V;
};

/// What an executed run leaves: its output, its logsumexp where asked for, and its counts.
template <class T>
struct Executed {
  sim::Matrix<T> O;
  std::vector<T> lse;
  Counts counts;
};

/// One row of the catalog. Function members never throw for a shape and options with an empty
/// `why_not`, but `counted`, `executed` and `traced` throw sim::CapacityExceeded at a gate that is
/// smaller than the run's peak.
struct Schedule {
  std::string_view id;
  std::string_view title;
  std::string_view source;     ///< paper, with its identifier
  std::string_view leading;    ///< leading cost, e.g. "4 N^2 d^2/M"
  bool takes_tiles = false;    ///< --tiles Br,Bc
  bool has_published = false;  ///< --tiles published
  bool takes_masks = false;    ///< --mask causal | window:W
  bool takes_init = false;     ///< --init
  bool takes_safe = false;     ///< --safe
  bool takes_stats = false;    ///< --stats
  bool has_kernel = false;     ///< --tiles kernel

  /// Why this schedule cannot run (shape, options) at any M; empty when it can.
  std::string (*why_not)(const AttentionShape&, const Options&);
  /// The plan of the tile rule at M; empty when none fits. A published rule that overflows comes
  /// back with `overflow` > 0.
  std::optional<Planned> (*plan)(const AttentionShape&, const Options&, Words M);
  /// The least M at which `plan` fits. Unit: words.
  Words (*smallest_M)(const AttentionShape&, const Options&);
  /// The closed form term by term.
  Terms (*terms)(const AttentionShape&, const Options&, const Planned&);
  /// The loop nest on Ghost behind a gate of M words.
  Counts (*counted)(const AttentionShape&, const Options&, const Planned&, Words M);
  /// The loop nest on real numbers behind a gate of M words.
  Executed<double> (*executed)(const AttentionShape&, const Options&, const Planned&, Words M,
                               const Inputs<double>&);
  Executed<float> (*executed_float)(const AttentionShape&, const Options&, const Planned&, Words M,
                                    const Inputs<float>&);
  /// The loop nest on Traced behind a gate of M words.
  sim::Trace (*traced)(const AttentionShape&, const Options&, const Planned&, Words M);
  /// The loop nest behind a gate of M words, told to the observer tile by tile.
  Counts (*watched)(const AttentionShape&, const Options&, const Planned&, Words M, sim::Observer&);
};

}  // namespace redblue::algorithms
