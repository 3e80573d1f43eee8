// docs/optima.md and its certificates: every row has a certificate that the trusted checker calls valid at
// its io.
#include <fstream>
#include <sstream>

#include "find_support.hpp"
#include <doctest/doctest.h>

using namespace redblue;
using namespace redblue::test;

namespace {

struct Row {
  std::string graph, rules;
  long long M = 0, io = 0, lower = 0;
  std::string standing;
};

std::vector<Row> rows_on_record() {
  std::ifstream file(std::string(REDBLUE_TEST_DATA) + "/../../docs/optima.md");
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> cells;
    std::istringstream text(line);
    for (std::string cell; std::getline(text, cell, '|');)
      cells.push_back(cell.size() < 2 ? "" : cell.substr(1, cell.size() - 2));
    if (cells.size() < 10 || cells[1] == "graph" || cells[1].starts_with("-")) continue;
    rows.push_back(
        {cells[1], cells[2], std::stoll(cells[3]), std::stoll(cells[4]), std::stoll(cells[5]), cells[6]});
  }
  return rows;
}

std::string certificate_file(const Row& row) {
  std::string name = row.graph + "_" + row.rules + "_" + std::to_string(row.M);
  for (char& c : name)
    if (c == ':' || c == ',' || c == '+') c = '-';
  return std::string(REDBLUE_TEST_DATA) + "/optima/" + name + ".txt";
}

}  // namespace

TEST_CASE("every optimum on record has a certificate that the checker calls valid") {
  const MemoryFile graph;
  const std::vector<Row> rows = rows_on_record();
  CHECK(rows.size() > 150);
  for (const Row& row : rows) {
    CAPTURE(row.graph);
    CAPTURE(row.rules);
    CAPTURE(row.M);
    const Verdict v =
        check::check_files(graph.holding(graph_text(named_graph(row.graph))), certificate_file(row).c_str());
    CHECK(v.text ==
          "VALID pebbling " + row.rules + " M=" + std::to_string(row.M) + " io=" + std::to_string(row.io));
    CHECK((row.standing == "optimal (certificate)") == (row.io == row.lower));
    CHECK(row.lower <= row.io);
  }
}

TEST_CASE("the optima on record that take no time are found again") {
  for (const Row& row : rows_on_record()) {
    if (row.io != row.lower || named_graph(row.graph).dag.size() > 16) continue;
    CAPTURE(row.graph);
    CAPTURE(row.M);
    CHECK(checked_optimum(named_graph(row.graph), *parse_rules(row.rules), row.M) == row.io);
  }
}
