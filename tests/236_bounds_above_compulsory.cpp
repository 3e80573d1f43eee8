// R2 where it can fail: graphs on which each bound is above the compulsory words, and bounds with a slip in
// the formula, which the same comparison refutes.
#include <fstream>
#include <sstream>

#include "slips_support.hpp"
#include <doctest/doctest.h>

using namespace redblue;
using namespace redblue::test;

namespace {

constexpr std::array games_once{Rules::one_shot, Rules::partial};

/// 64 values in a row, each of the one before and two more, which were drawn and then exchanged for as long
/// as the second eigenvalue grew.
NamedGraph spread64() {
  std::ifstream file(std::string(REDBLUE_TEST_DATA) + "/spread64.graph");
  std::stringstream text;
  text << file.rdbuf();
  return parse_graph_text(text.str());
}

/// Plays of graphs on which some bound is above compulsory words.
template <class Says>
Tallies compared(const Says& says) {
  Tallies tallies;
  const auto at = [&](const NamedGraph& graph, std::span<const Rules> in, std::int64_t least,
                      std::int64_t most) { CHECK(compare(graph, in, least, most, says, tallies)); };
  at(named_graph("passes:7,3"), games, 3, 5);
  at(named_graph("passes:8,3"), games, 3, 4);
  at(named_graph("attention:3,1"), std::array{Rules::partial}, 3, 5);
  at(named_graph("attention:2,1"), std::array{Rules::partial, Rules::partial_recompute}, 3, 5);
  at(spread64(), games_once, 4, 5);
  for (std::uint64_t seed = 1; seed <= 60; ++seed) at(two_passes(seed), games_once, 3, 5);
  return tallies;
}

}  // namespace

TEST_CASE("Every bound of graphs is above compulsory words somewhere, and never above the optimum") {
  Tallies tallies = compared(what_bounds_say);
  print(tallies);
  for (const auto& [key, tally] : tallies) {
    CAPTURE(key.first);
    CHECK(tally.refuted == 0);
  }
  const auto more = [&](std::string_view id, std::initializer_list<Rules> in) {
    for (const Rules rules : in) {
      CAPTURE(id);
      CAPTURE(name(rules));
      CHECK(tallies[{id, rules}].more > 0);
    }
  };
  for (const char* id : {"wavefront", "wavefront_inner", "spectral", "spectral_sharp"})
    more(id, {Rules::one_shot, Rules::partial});
  for (const char* id : {"hong_kung", "x_partition"})
    more(id, {Rules::one_shot, Rules::classic, Rules::partial, Rules::partial_recompute});
  more("phase_pv", {Rules::partial});
  more("phase_both", {Rules::partial});
  more("phase_both_once", {Rules::partial});
}

TEST_CASE("Each bound with a slip in its formula is refuted by the same comparison") {
  Tallies tallies = compared(what_slips_say);
  each_graph(4, [&](const std::vector<unsigned>& masks) {
    CHECK(compare(graph_of(masks, false), games, 1, 5, what_slips_say, tallies));
  });
  for (const char* graph : {"pyramid:4", "diamond:4", "fft:2"})
    CHECK(compare(named_graph(graph), games_once, 3, 6, what_slips_say, tallies));
  print(tallies);
  for (const auto& [id, tally] : per_claim(tallies)) {
    CAPTURE(id);
    CHECK(tally.refuted > 0);
  }
}
