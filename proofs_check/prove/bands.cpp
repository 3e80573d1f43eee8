#include <redblue/proofs_check/prove/bands.hpp>

namespace redblue::proofs_check::prove {
namespace {

bool covers(const Intervals& all, Range part) {
  for (const Range& r : all)
    if (r.begin <= part.begin && part.end <= r.end) return true;
  return false;
}

Extent overlap(const Intervals& all, Range part) {
  Extent shared = 0;
  for (const Range& r : all)
    shared += std::max<Extent>(0, std::min(r.end, part.end) - std::max(r.begin, part.begin));
  return shared;
}

}  // namespace

Extent length(const Intervals& all) {
  Extent sum = 0;
  for (const Range& r : all) sum += r.size();
  return sum;
}

void unite(Intervals& all, Range more) {
  if (more.size() <= 0) return;
  auto first = std::find_if(all.begin(), all.end(), [&](const Range& r) { return r.end >= more.begin; });
  auto last = first;
  for (; last != all.end() && last->begin <= more.end; ++last)
    more = {std::min(more.begin, last->begin), std::max(more.end, last->end)};
  if (first == last)
    all.insert(first, more);
  else
    *first = more, all.erase(first + 1, last);
}

Intervals common(const Intervals& a, const Intervals& b) {
  Intervals both;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end(); x->end < y->end ? ++x : ++y) {
    const Range r{std::max(x->begin, y->begin), std::min(x->end, y->end)};
    if (r.size() > 0) both.push_back(r);
  }
  return both;
}

std::size_t Bands::first_ending_after(Extent row) const {
  const auto fits = [&](std::size_t i) {
    return i < bands_.size() && bands_[i].rows.end > row && (i == 0 || bands_[i - 1].rows.end <= row);
  };
  if (fits(hint_)) return hint_;
  if (fits(hint_ + 1)) return ++hint_;
  const auto at = std::upper_bound(bands_.begin(), bands_.end(), row,
                                   [](Extent r, const Band& band) { return r < band.rows.end; });
  return hint_ = static_cast<std::size_t>(at - bands_.begin());
}

/// True where the rectangle is in one band already, or only made a band of just these rows wider.
bool Bands::grows_in_place(Range rows, Range cols) {
  const std::size_t at = first_ending_after(rows.begin);
  if (at == bands_.size()) return false;
  Band& band = bands_[at];
  if (band.rows.begin <= rows.begin && rows.end <= band.rows.end && covers(band.cols, cols)) return true;
  if (band.rows != rows) return false;
  unite(band.cols, cols);
  melt(at, at + 1);
  return true;
}

void Bands::add(Range rows, Range cols) {
  if (rows.size() > 0 && cols.size() > 0 && !grows_in_place(rows, cols)) insert(rows, cols);
}

void Bands::insert(Range rows, Range cols) {
  const std::size_t from = first_ending_after(rows.begin);
  std::size_t to = from;
  std::vector<Band> pieces;
  const auto piece = [&](Range r, const Intervals& c) {
    if (r.size() > 0) pieces.push_back({r, c});
  };
  Extent row = rows.begin;
  for (; to < bands_.size() && bands_[to].rows.begin < rows.end; ++to) {
    const Band& old = bands_[to];
    piece({row, old.rows.begin}, {cols});                                     // a gap before it
    piece({old.rows.begin, std::max(old.rows.begin, rows.begin)}, old.cols);  // what sticks out above
    Intervals wider = old.cols;
    unite(wider, cols);
    piece({std::max(old.rows.begin, rows.begin), std::min(old.rows.end, rows.end)}, wider);
    piece({rows.end, old.rows.end}, old.cols);  // and below
    row = std::max(row, std::min(old.rows.end, rows.end));
  }
  piece({row, rows.end}, {cols});
  const auto at = bands_.erase(bands_.begin() + static_cast<std::ptrdiff_t>(from),
                               bands_.begin() + static_cast<std::ptrdiff_t>(to));
  bands_.insert(at, pieces.begin(), pieces.end());
  melt(from, from + pieces.size());
}

/// Joins neighbours with equal columns among bands from - 1 to `to`.
void Bands::melt(std::size_t from, std::size_t to) {
  std::size_t i = std::min(to, bands_.size() - 1);
  for (const std::size_t stop = from == 0 ? 0 : from - 1; i > stop; --i) {
    Band& above = bands_[i - 1];
    if (above.rows.end != bands_[i].rows.begin || above.cols != bands_[i].cols) continue;
    above.rows.end = bands_[i].rows.end;
    bands_.erase(bands_.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void Bands::add(const Bands& other) {
  for (const Band& band : other.bands_)
    for (const Range& cols : band.cols) add(band.rows, cols);
}

Int128 Bands::cells() const {
  Int128 sum = 0;
  for (const Band& band : bands_) sum += Int128{band.rows.size()} * length(band.cols);
  return sum;
}

Extent Bands::rows() const {
  Extent sum = 0;
  for (const Band& band : bands_) sum += band.rows.size();
  return sum;
}

Extent Bands::cols() const {
  Intervals all;
  for (const Band& band : bands_)
    for (const Range& r : band.cols) unite(all, r);
  return length(all);
}

Int128 Bands::missing(Range rows, Range cols) const {
  Int128 there = 0;
  for (std::size_t i = first_ending_after(rows.begin); i < bands_.size(); ++i) {
    const Extent shared = std::min(rows.end, bands_[i].rows.end) - std::max(rows.begin, bands_[i].rows.begin);
    if (shared <= 0) break;
    there += Int128{shared} * overlap(bands_[i].cols, cols);
  }
  return Int128{rows.size()} * cols.size() - there;
}

Bands common(const Bands& a, const Bands& b) {
  Bands both;
  for (auto x = a.bands_.begin(), y = b.bands_.begin(); x != a.bands_.end() && y != b.bands_.end();
       x->rows.end < y->rows.end ? ++x : ++y) {
    const Range rows{std::max(x->rows.begin, y->rows.begin), std::min(x->rows.end, y->rows.end)};
    if (rows.size() <= 0) continue;
    for (const Range& cols : common(x->cols, y->cols)) both.add(rows, cols);
  }
  return both;
}

}  // namespace redblue::proofs_check::prove
