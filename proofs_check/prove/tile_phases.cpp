#include <utility>

#include <redblue/proofs_check/prove/tile_phases.hpp>
#include <redblue/sim/error.hpp>

namespace redblue::proofs_check::prove {
namespace {

constexpr Range one(Extent i) { return {i, i + 1}; }

Range meet(Range a, Range b) { return {std::max(a.begin, b.begin), std::min(a.end, b.end)}; }

Int128 area(Range rows, Range cols) { return Int128{rows.size()} * cols.size(); }

bool within(Range part, Range all) { return all.begin <= part.begin && part.end <= all.end; }

}  // namespace

bool TilePhases::Box::join(const Box& more) {
  const bool same_rows = rows == more.rows, same_keys = keys == more.keys,
             same_columns = columns == more.columns;
  if (same_rows && same_keys && columns.end == more.columns.begin)
    return columns.end = more.columns.end, true;
  if (same_rows && same_columns && keys.end == more.keys.begin) return keys.end = more.keys.end, true;
  if (same_keys && same_columns && rows.end == more.rows.begin) return rows.end = more.rows.end, true;
  return within(more.rows, rows) && within(more.keys, keys) && within(more.columns, columns);
}

TilePhases::TilePhases(Proof proof, const AttentionShape& shape, Words M, Int128 X)
    : masked_(shape.mask.kind != sim::Mask::Kind::none) {
  whole_.proof = proof;
  whole_.shape = shape;
  whole_.M = M;
  whole_.X = X;
}

/// A long load may fill many phases: nothing else happens while it lasts.
void TilePhases::charge(Int128 words, Int128 Phase::*kind) {
  while (words > 0) {
    if (room() <= 0) close();
    const Int128 some = std::min(words, room());
    now_.*kind += some;
    words -= some;
  }
}

void TilePhases::loaded(const sim::Region& region) { charge(region.words(), &Phase::loads); }

void TilePhases::stored(const sim::Region& region) {
  if (whole_.proof == Proof::saha_ye)
    charge(region.words(), &Phase::stores);
  else
    now_.stores += region.words();
}

void TilePhases::multiplied(const sim::Region& cells, Range inner) {
  const bool output = cells.tensor == sim::tensor::O;
  if (!masked_)
    return output ? outputs(cells.rows, cells.cols, inner) : scores(cells.rows, cells.cols, inner);
  for (Extent i = cells.rows.begin; i < cells.rows.end; ++i) {
    const Range sees = whole_.shape.visible(i);
    output ? outputs(one(i), cells.cols, meet(inner, sees)) : scores(one(i), meet(cells.cols, sees), inner);
  }
}

void TilePhases::attended(const sim::Region& scored, Range inner, const sim::Region& written) {
  const bool at_once =
      !masked_ &&
      charged_scores(scored.rows, scored.cols, inner) + charged_outputs(written.rows, written.cols) <= room();
  if (!at_once) return Observer::attended(scored, inner, written);
  multiplied(scored, inner);
  multiplied(written, scored.cols);
}

Int128 TilePhases::charged_scores(Range rows, Range keys, Range columns) const {
  return charges_scores(whole_.proof) && columns.begin == 0 ? area(rows, keys) : 0;
}
Int128 TilePhases::charged_outputs(Range rows, Range columns) {
  if (whole_.proof == Proof::saha_ye) return 0;
  const auto& [new_rows, keys, new_columns] = new_outputs_;
  if (within(rows, new_rows) && within(columns, new_columns)) return 0;
  if (meet(rows, new_rows).size() > 0 && meet(columns, new_columns).size() > 0) enter_outputs();
  return started_.missing(rows, columns);
}

/// Where a phase ends among the charges of one tile, its cells are taken one by one.
void TilePhases::scores(Range rows, Range keys, Range columns) {
  if (rows.size() <= 0 || keys.size() <= 0 || columns.size() <= 0) return;
  const Int128 fresh = charged_scores(rows, keys, columns);
  if (fresh <= room()) {
    now_.fresh += fresh;
    return book_scores(rows, keys, columns);
  }
  for (Extent i = rows.begin; i < rows.end; ++i)
    for (Extent j = keys.begin; j < keys.end; ++j) {
      charge(1, &Phase::fresh);
      book_scores(one(i), one(j), columns);
    }
}

void TilePhases::outputs(Range rows, Range columns, Range keys) {
  if (rows.size() <= 0 || keys.size() <= 0 || columns.size() <= 0) return;
  const Int128 starts = charged_outputs(rows, columns);
  if (starts <= room()) {
    now_.starts += starts;
    return book_outputs(rows, columns, keys);
  }
  for (Extent i = rows.begin; i < rows.end; ++i)
    for (Extent c = columns.begin; c < columns.end; ++c) {
      charge(charged_outputs(one(i), one(c)), &Phase::starts);
      book_outputs(one(i), one(c), keys);
    }
}

void TilePhases::book_scores(Range rows, Range keys, Range columns) {
  const Box box{rows, keys, columns};
  if (!new_scores_.join(box)) enter_scores(), new_scores_ = box;
  now_.scores += area(rows, keys) * columns.size();
}

void TilePhases::book_outputs(Range rows, Range columns, Range keys) {
  const Box box{rows, keys, columns};
  if (!new_outputs_.join(box)) enter_outputs(), new_outputs_ = box;
  now_.events += area(rows, keys) * columns.size();
}

void TilePhases::enter_scores() {
  const auto [rows, keys, columns] = std::exchange(new_scores_, {});
  if (rows.size() <= 0) return;
  Q_.add(rows, columns);
  K_.add(keys, columns);
  scored_.add(rows, keys);
  if (columns.begin == 0) begun_.add(rows, keys);
  if (columns.end == whole_.shape.dk) ended_.add(rows, keys);
}

void TilePhases::enter_outputs() {
  const auto [rows, keys, columns] = std::exchange(new_outputs_, {});
  if (rows.size() <= 0) return;
  V_.add(keys, columns);
  O_.add(rows, columns);
  used_.add(rows, keys);
  started_.add(rows, columns);
}

void TilePhases::close() {
  if (whole_.all.size() >= most_phases) sim::raise(TooManyPhases());
  enter_scores();
  enter_outputs();
  now_.Q = Q_.cells(), now_.K = K_.cells(), now_.V = V_.cells(), now_.O = O_.cells();
  const bool by_scores = whole_.proof == Proof::saha_ye;
  const Bands inside = common(begun_, by_scores ? ended_ : used_);
  now_.internal = inside.cells();
  now_.carried = (by_scores ? scored_ : used_).cells() - now_.internal;
  now_.rows = inside.rows(), now_.cols = inside.cols();
  Bands touched = scored_;
  touched.add(used_);
  now_.touched = touched.cells();
  whole_.first_kind += now_.fresh;
  whole_.all.push_back(now_);
  now_ = {};
  for (Bands* set : {&Q_, &K_, &V_, &O_, &scored_, &used_, &begun_, &ended_}) set->clear();
}

Phases TilePhases::take() {
  close();
  return std::move(whole_);
}

Phases tile_phases(const algorithms::Schedule& schedule, const AttentionShape& shape,
                   const algorithms::Options& options, const algorithms::Planned& planned, Words M,
                   Proof proof, Int128 X) {
  TilePhases phases(proof, shape, M, X);
  (void)schedule.watched(shape, options, planned, M, phases);
  return phases.take();
}

}  // namespace redblue::proofs_check::prove
