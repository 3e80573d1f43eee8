#include <doctest/doctest.h>

#include <redblue/cli/text_table.hpp>

using redblue::cli::TextTable;
using redblue::cli::with_commas;
using redblue::sim::Int128;

TEST_CASE("thousands are separated from the right, signs kept") {
  CHECK(with_commas(0) == "0");
  CHECK(with_commas(999) == "999");
  CHECK(with_commas(1000) == "1,000");
  CHECK(with_commas(999'999) == "999,999");
  CHECK(with_commas(1'000'000) == "1,000,000");
  CHECK(with_commas(-1) == "-1");
  CHECK(with_commas(-100) == "-100");
  CHECK(with_commas(-1000) == "-1,000");
  CHECK(with_commas(Int128{1} << 100) == "1,267,650,600,228,229,401,496,703,205,376");
}

TEST_CASE("columns line up by characters and lines end without blanks") {
  TextTable table({{"name"}, {"words", TextTable::Align::right}, {"note"}});
  table.add({"a", "1,000", ""});
  table.add({"\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", "7", "x"});
  CHECK(table.text() ==
        "name   words  note\na      1,000\n\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9      7  x\n");
  CHECK(table.text(true).starts_with("\033[1mname   words  note\033[0m\n"));
}

TEST_CASE("a Markdown cell cannot end its cell") {
  TextTable table({{"a"}, {"b", TextTable::Align::right}});
  table.add({"x|y", "1"});
  CHECK(table.markdown() == "| a | b |\n|---|---:|\n| x\\|y | 1 |\n");
}
