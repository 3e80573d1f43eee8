// Helpers for tests of schedules: shapes in words, random problems, plain inputs.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include <redblue/algorithms/catalog.hpp>

namespace redblue::test {

using namespace redblue::algorithms;
using sim::Mask;

/// splitmix64: the same numbers everywhere. The bytes of `tape` come first, one a number, so that a fuzzer
/// can steer what is made of them.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::string_view tape = {}) : state_(seed), tape_(tape) {}
  std::uint64_t next() {
    if (!tape_.empty()) {
      const auto byte = static_cast<unsigned char>(tape_.front());
      tape_.remove_prefix(1);
      return byte;
    }
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  /// Uniform in [low, high].
  Extent between(Extent low, Extent high) {
    return low + static_cast<Extent>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  bool coin() { return (next() & 1) != 0; }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  double normal() {
    return std::sqrt(-2 * std::log(1 - uniform())) * std::cos(2 * 3.14159265358979323846 * uniform());
  }

 private:
  std::uint64_t state_;
  std::string_view tape_;
};

/// A problem of any shape, mask, options and M that `schedule` can run; M starts at the least feasible.
struct Case {
  AttentionShape shape;
  Options options;
  Words M;
};

inline AttentionShape random_shape(Random& r, Extent N, Extent d) {
  AttentionShape s{r.between(1, N), r.between(1, N), r.between(1, d), r.between(1, d), {}};
  if (r.between(0, 2) == 0) s.Nk = s.Nq, s.dv = s.dk;
  return s;
}

inline Case random_case(Random& r, const Schedule& schedule, Extent N, Extent d) {
  Case c{random_shape(r, N, d), {}, Words{}};
  if (schedule.takes_masks && r.coin()) {
    if (c.shape.Nq > c.shape.Nk) std::swap(c.shape.Nq, c.shape.Nk);
    c.shape.mask = r.coin() ? Mask{Mask::Kind::causal} : Mask{Mask::Kind::window, r.between(0, N)};
  }
  if (schedule.takes_init && r.coin()) c.options.init = Init::slow;
  if (schedule.takes_safe) c.options.safe = r.coin();
  if (schedule.takes_stats) c.options.stats = static_cast<Stats>(r.between(0, 2));
  if (c.options.stats != Stats::none) c.options.lse = r.coin();
  if (schedule.takes_tiles && r.between(0, 2) == 0)
    c.options.tiles = {TileChoice::Rule::given, r.between(1, c.shape.Nq), r.between(1, c.shape.Nk)};
  const Words least = schedule.smallest_M(c.shape, c.options);
  const Extent room = r.between(0, 3) == 0 ? 0 : r.between(0, r.coin() ? 30 : 4 * N * d);
  c.M = least + Words{room};
  return c;
}

inline std::string in_words(const Schedule& schedule, const Case& c) {
  const auto n = [](auto x) { return std::to_string(x); };
  return std::string(schedule.id) + " Nq=" + n(c.shape.Nq) + " Nk=" + n(c.shape.Nk) + " dk=" + n(c.shape.dk) +
         " dv=" + n(c.shape.dv) + " mask=" + n(static_cast<int>(c.shape.mask.kind)) + ":" +
         n(c.shape.mask.width) + " M=" + sim::to_string(c.M) + " tiles=" + n(c.options.tiles.Br) + "," +
         n(c.options.tiles.Bc) + " init=" + n(static_cast<int>(c.options.init)) +
         " stats=" + n(static_cast<int>(c.options.stats)) + " lse=" + n(c.options.lse) +
         " safe=" + n(c.options.safe);
}

template <class T>
Inputs<T> normal_inputs(Random& r, const AttentionShape& s) {
  Inputs<T> in{sim::Matrix<T>(s.Nq, s.dk), sim::Matrix<T>(s.Nk, s.dk), sim::Matrix<T>(s.Nk, s.dv)};
  for (auto* m : {&in.Q, &in.K, &in.V})
    for (T& x : m->cells()) x = static_cast<T>(r.normal());
  return in;
}

/// The same numbers in double, for the reference.
template <class T>
Inputs<double> in_double(const Inputs<T>& in) {
  Inputs<double> out{sim::Matrix<double>(in.Q.rows(), in.Q.cols()),
                     sim::Matrix<double>(in.K.rows(), in.K.cols()),
                     sim::Matrix<double>(in.V.rows(), in.V.cols())};
  const auto copy = [](const sim::Matrix<T>& from, sim::Matrix<double>& to) {
    for (std::size_t i = 0; i < from.cells().size(); ++i)
      to.cells()[i] = static_cast<double>(from.cells()[i]);
  };
  copy(in.Q, out.Q), copy(in.K, out.K), copy(in.V, out.V);
  return out;
}

}  // namespace redblue::test
