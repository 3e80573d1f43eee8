#include <fstream>
#include <sstream>
#include <vector>

#include "schedule_support.hpp"
#include <doctest/doctest.h>

using namespace redblue::test;

namespace {

struct Row {
  std::string line;
  const Schedule* schedule;
  AttentionShape shape;
  Options options;
  Words M, reads, writes;
};

// algorithm,options,N,d,M,plan,reads,writes
std::vector<Row> reference_rows() {
  std::ifstream file(std::string(REDBLUE_TEST_DATA) + "/schedule_vectors.csv");
  std::vector<Row> rows;
  std::string line;
  for (std::getline(file, line); std::getline(file, line);) {
    std::vector<std::string> cell;
    std::stringstream cells(line);
    for (std::string c; std::getline(cells, c, ',');) cell.push_back(c);
    REQUIRE(cell.size() == 8);
    Row row{line,
            find(cell[0]),
            AttentionShape::square(std::stol(cell[2]), std::stol(cell[3])),
            {},
            Words{std::stol(cell[4])},
            Words{std::stol(cell[6])},
            Words{std::stol(cell[7])}};
    if (cell[1].find("published") != std::string::npos) row.options.tiles.rule = TileChoice::Rule::published;
    if (cell[1].find("init=slow") != std::string::npos) row.options.init = Init::slow;
    REQUIRE_MESSAGE(row.schedule != nullptr, line);
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

TEST_CASE("the closed forms reproduce every row of the reference table") {
  const auto rows = reference_rows();
  CHECK(rows.size() == 90);
  for (const Row& r : rows) {
    CAPTURE(r.line);
    const auto planned = r.schedule->plan(r.shape, r.options, r.M);
    REQUIRE(planned);
    CHECK(planned->predicted.reads() == r.reads);
    CHECK(planned->predicted.writes() == r.writes);
  }
}

TEST_CASE("the counted runs reproduce every row of the reference table") {
  for (const Row& r : reference_rows()) {
    CAPTURE(r.line);
    const auto planned = r.schedule->plan(r.shape, r.options, r.M);
    REQUIRE(planned);
    const Counts counts =
        r.schedule->counted(r.shape, r.options, *planned, std::max(r.M, planned->footprint));
    CHECK(counts.reads() == r.reads);
    CHECK(counts.writes() == r.writes);
    CHECK(counts.by_tensor == planned->predicted.by_tensor);
  }
}

TEST_CASE("only the printed tiles overflow in the reference table, and they say by how much") {
  for (const Row& r : reference_rows()) {
    CAPTURE(r.line);
    const auto planned = r.schedule->plan(r.shape, r.options, r.M);
    REQUIRE(planned);
    CHECK(planned->fits() == (planned->footprint <= r.M));
    if (!planned->fits()) {
      CHECK(r.options.tiles.rule == TileChoice::Rule::published);
      CHECK(planned->overflow == planned->footprint - r.M);
    }
  }
}

TEST_CASE("the printed FlashAttention tiles have the footprint that theory names") {
  Options o;
  o.tiles.rule = TileChoice::Rule::published;
  const auto planned = find("flash_attention")->plan(AttentionShape::square(64, 8), o, Words{40});
  REQUIRE(planned);
  CHECK(planned->footprint == Words{76});  // theory 2.1
}
