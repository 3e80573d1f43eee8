// What one phase of an execution did, as the proofs of phase_pv, phase_both and saha_ye count it.
//
// A phase ends just before the charge that would be its (X + 1)-th; so all but the last have X charges, and
// what a charge pays for happens in its own phase.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <redblue/sim/error.hpp>
#include <redblue/sim/shape.hpp>
#include <redblue/sim/words.hpp>

namespace redblue::proofs_check::prove {

using sim::AttentionShape;
using sim::Extent;
using sim::Int128;
using sim::Range;
using sim::Words;

/// Whose steps are tested.
enum class Proof { phase_pv, phase_both, phase_both_once, saha_ye };

/// True for the two proofs that charge the scores which a phase starts afresh.
[[nodiscard]] constexpr bool charges_scores(Proof p) {
  return p == Proof::phase_both || p == Proof::phase_both_once;
}

/// Words of Q and K are those used by score products, of V and O those used by products p v. A pair is a
/// score (i, j). It is carried where its score was begun before the phase; in saha_ye also where it goes on
/// after it. Pairs count as carried or internal by their products p v, in saha_ye by their score products.
struct Phase {
  Int128 loads = 0;
  Int128 stores = 0;
  Int128 starts = 0;  ///< outputs that took their first product
  Int128 fresh = 0;   ///< pairs whose score was begun and that had no word to go on with
  Int128 Q = 0, K = 0, V = 0, O = 0;
  Int128 touched = 0;   ///< pairs with a product of either kind
  Int128 carried = 0;   ///< E
  Int128 internal = 0;  ///< I
  Extent rows = 0;      ///< of the internal pairs
  Extent cols = 0;
  Int128 scores = 0;  ///< distinct products q k
  Int128 events = 0;  ///< products p v

  friend bool operator==(const Phase&, const Phase&) = default;

  /// What the proof cuts by.
  [[nodiscard]] Int128 charges(Proof p) const {
    return loads + (p == Proof::saha_ye ? stores : starts) + (charges_scores(p) ? fresh : 0);
  }
};

/// Why an execution is none: the step of the proof that notices, and the move, from 1 (0: the run as a
/// whole).
struct Broken {
  std::string_view step;
  std::size_t move = 0;
  std::string what;
};

/// An execution cut into the phases of a proof.
struct Phases {
  Proof proof = Proof::phase_pv;
  AttentionShape shape;
  Words M;
  Int128 X = 1;
  std::vector<Phase> all;
  /// phase_both: stretches from one fresh start of a pair to the next in which a score was begun and
  /// finished, and the others (docs/bounds.md).
  Int128 first_kind = 0, second_kind = 0;
  std::optional<Broken> broken;
};

/// More phases than this are refused.
inline constexpr std::size_t most_phases = std::size_t{1} << 20;

class TooManyPhases : public sim::InvalidArgument {
 public:
  TooManyPhases()
      : InvalidArgument("more than " + std::to_string(most_phases) +
                        " phases; take a larger X, or a smaller problem") {}
};

}  // namespace redblue::proofs_check::prove
