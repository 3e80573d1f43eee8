// The phases of a schedule, from its tiles: sets of words are counted, never enumerated.
//
// What the schedule must keep to: the columns of Q and K enter a score in rising order, once.
#pragma once

#include <redblue/algorithms/schedule.hpp>
#include <redblue/proofs_check/prove/bands.hpp>
#include <redblue/proofs_check/prove/phase.hpp>
#include <redblue/sim/watched.hpp>

namespace redblue::proofs_check::prove {

class TilePhases : public sim::Observer {
 public:
  TilePhases(Proof proof, const AttentionShape& shape, Words M, Int128 X);

  void loaded(const sim::Region& region) override;
  void stored(const sim::Region& region) override;
  void multiplied(const sim::Region& cells, Range inner) override;
  void attended(const sim::Region& scores, Range inner, const sim::Region& outputs) override;

  /// The whole run, once it is over.
  [[nodiscard]] Phases take();

 private:
  /// Products of rows x keys x columns. Their words are entered when the next ones cannot be joined to them.
  struct Box {
    Range rows, keys, columns;
    /// True where `more` lies in this box, or next to it with two sides alike: then this is the union.
    bool join(const Box& more);
  };

  [[nodiscard]] Int128 room() const { return whole_.X - now_.charges(whole_.proof); }
  void charge(Int128 words, Int128 Phase::*kind);
  void scores(Range rows, Range keys, Range columns);
  void outputs(Range rows, Range columns, Range keys);
  void book_scores(Range rows, Range keys, Range columns);
  void book_outputs(Range rows, Range columns, Range keys);
  [[nodiscard]] Int128 charged_scores(Range rows, Range keys, Range columns) const;
  [[nodiscard]] Int128 charged_outputs(Range rows, Range columns);
  void enter_scores();
  void enter_outputs();
  void close();

  Phases whole_;
  bool masked_;
  Phase now_;
  Box new_scores_, new_outputs_;
  Bands Q_, K_, V_, O_;  ///< words used in this phase
  Bands scored_;         ///< pairs with a score product in it
  Bands used_;           ///< pairs with a product p v in it
  Bands begun_, ended_;  ///< pairs whose first, last score product is in it
  Bands started_;        ///< outputs that took a product, in the whole run
};

/// The phases of `schedule` behind a gate of M words. Throws: TooManyPhases above most_phases.
[[nodiscard]] Phases tile_phases(const algorithms::Schedule& schedule, const AttentionShape& shape,
                                 const algorithms::Options& options, const algorithms::Planned& planned,
                                 Words M, Proof proof, Int128 X);

}  // namespace redblue::proofs_check::prove
