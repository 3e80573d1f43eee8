#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/study/record_key.hpp>
#include <redblue/study/version.hpp>

using namespace redblue;
using study::Point;

TEST_CASE("the hash is FNV-1a of 128 bits") {
  // Published test vectors of the authors: "", "a", "foobar".
  CHECK(to_string(study::fnv1a_128("")) == "6c62272e07bb014262b821756295c58d");
  CHECK(to_string(study::fnv1a_128("a")) == "d228cb696f1a8caf78912b704e4a8964");
  CHECK(to_string(study::fnv1a_128("foobar")) == "343e1662793c64bf6f0d3597ba446f18");
}

TEST_CASE("every parameter of a point changes its key") {
  const Point base{
      algorithms::find("flash_attention"), sim::AttentionShape::square(64, 8), sim::Words{300}, {}};
  std::vector<Point> all(20, base);
  all[1].schedule = nullptr;
  all[2].schedule = algorithms::find("flash_attention_2");
  all[3].shape.Nq = 63;
  all[4].shape.Nk = 65;
  all[5].shape.dk = 9;
  all[6].shape.dv = 9;
  all[7].shape.mask = {sim::Mask::Kind::causal, 0};
  all[8].shape.mask = {sim::Mask::Kind::window, 0};
  all[9].M = sim::Words{301};
  all[10].options.init = algorithms::Init::slow;
  all[11].options.tiles = {algorithms::TileChoice::Rule::given, 4, 4};
  all[12].options.lse = true;
  all[13].options.scale = 1.0;
  all[14].rules = proofs_check::Rules::partial;
  all[15].heads = 2;
  all[16].batch = 2;
  all[17].bits[3] = 8;
  all[18].mode = study::Mode::counted;
  all[19].options.safe = true;
  std::set<std::string> keys;
  for (const Point& p : all) keys.insert(study::record_key(p));
  CHECK(keys.size() == all.size());
  CHECK(study::record_key(base) == study::record_key(all[0]));
  CHECK(study::canonical_text(base).find(study::version()) != std::string::npos);
  CHECK(study::canonical_text(base).find(study::git_revision()) != std::string::npos);
}

TEST_CASE("the seed belongs to the key of an executed point and of no other") {
  Point p{algorithms::find("flash_attention"), sim::AttentionShape::square(64, 8), sim::Words{300}, {}};
  for (const study::Mode mode : {study::Mode::predicted, study::Mode::counted, study::Mode::executed}) {
    p.mode = mode;
    p.seed = study::inputs_seed;
    const std::string key = study::record_key(p);
    p.seed = study::inputs_seed + 1;
    CHECK((study::record_key(p) != key) == (mode == study::Mode::executed));
  }
}

TEST_CASE("the program knows its version and revision") {
  CHECK(study::version().find('.') != std::string_view::npos);
  CHECK(!study::git_revision().empty());
}
