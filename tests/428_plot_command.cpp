// redblue plot and redblue report from end to end.
#include "figure_support.hpp"
#include <doctest/doctest.h>

#include <redblue/cli/program.hpp>

using namespace redblue::figure_test;

namespace {

std::string swept(const Folder& folder) {
  const std::string path = folder / "a.jsonl";
  REQUIRE(run_and_report({"sweep", "--N", "256", "--d", "16,32", "--M", "256:4Ki:x2", "--progress", "none",
                          "--output", path}) == 0);
  return path;
}

}  // namespace

TEST_CASE("the suffix of --output picks the format") {
  const Folder folder;
  const std::string journal = swept(folder);
  const std::pair<std::string, std::string> formats[] = {{"a.svg", "<svg "},
                                                         {"a.csv", "# redblue.plot/1 "},
                                                         {"a.gp", "# redblue.plot/1 "},
                                                         {"a.gnuplot", "# redblue.plot/1 "}};
  for (const auto& [name, head] : formats) {
    CHECK(run_and_report({"plot", journal, "--output", folder / name}) == 0);
    CHECK(read_back(folder / name).starts_with(head));
  }
  CHECK(run_and_report({"report", journal, "--output", folder / "a.html"}) == 0);
  CHECK(read_back(folder / "a.html").starts_with("<!doctype html>"));
  CHECK(run_and_report({"plot", journal, "--output", folder / "a.xyz"}) == 2);
  CHECK(run_and_report({"report", journal, "--output", folder / "a.svg2"}) == 2);
  CHECK_FALSE(std::filesystem::exists(folder / "a.xyz"));
}

TEST_CASE("every kind of figure is drawn and an unknown one is a usage error") {
  const Folder folder;
  const std::string journal = swept(folder);
  for (const char* kind : {"standard", "io", "ratio", "d", "residuals"})
    CHECK(run_and_report({"plot", journal, "--kind", kind, "--output", folder / "k.svg"}) == 0);
  CHECK(run_and_report({"plot", journal, "--kind", "ration", "--output", folder / "k.svg"}) == 2);
}

TEST_CASE("equal records give equal bytes wherever the output goes") {
  const Folder folder;
  const std::string journal = swept(folder);
  for (const char* name : {"1.svg", "2.svg"})
    REQUIRE(run_and_report({"plot", journal, "--output", folder / name}) == 0);
  for (const char* name : {"1.html", "2.html"})
    REQUIRE(run_and_report({"report", journal, "--output", folder / name}) == 0);
  CHECK(read_back(folder / "1.svg") == read_back(folder / "2.svg"));
  CHECK(read_back(folder / "1.html") == read_back(folder / "2.html"));
}

TEST_CASE("no file, a missing one, an empty one and a foreign one have their exit codes") {
  const Folder folder;
  write_file(folder / "empty.jsonl", "");
  write_file(folder / "foreign.jsonl", "{\"hello\":1}\n");
  for (const char* command : {"plot", "report"}) {
    CHECK(run_and_report({command}) == 2);
    CHECK(run_and_report({command, folder / "none.jsonl"}) == 3);
    CHECK(run_and_report({command, folder / "empty.jsonl"}) == 3);
    CHECK(run_and_report({command, folder / "foreign.jsonl"}) == 3);
    CHECK(run_and_report({command, folder / "none.jsonl", "--output", "a.nonsense"}) ==
          3);  // inputs are judged first
  }
}

TEST_CASE("a file that is read is never the one that is written") {
  const Folder folder;
  const std::string csv = folder / "a.csv";
  REQUIRE(run_and_report({"sweep", "--N", "256", "--d", "16", "--M", "1Ki", "--progress", "none", "--output",
                          csv}) == 0);
  const std::string bytes = read_back(csv);
  CHECK(run_and_report({"plot", csv, "--output", csv}) == 2);
  CHECK(read_back(csv) == bytes);
}

TEST_CASE("records that are all infeasible are refused with what to do") {
  const Folder folder;
  REQUIRE(run_and_report({"sweep", "--algorithm", "flash_attention_2", "--N", "256", "--d", "64", "--M", "16",
                          "--progress", "none", "--output", folder / "a.jsonl"}) == 0);
  CHECK(run_and_report({"plot", folder / "a.jsonl", "--output", folder / "a.svg"}) == 3);
  CHECK(run_and_report({"report", folder / "a.jsonl", "--output", folder / "a.html"}) == 3);
}

TEST_CASE("a report of small problems says which counts are optimal by a certificate") {
  const Folder folder;
  REQUIRE(run_and_report({"sweep", "--algorithm", "flash_streamed", "--stats", "none", "--N", "3", "--d", "1",
                          "--M", "4,7,40", "--progress", "none", "--output", folder / "a.jsonl"}) == 0);
  CHECK(run_and_report({"report", folder / "a.jsonl", "--output", folder / "a.html"}) == 0);
  const std::string html = read_back(folder / "a.html");
  CHECK(
      html.find("<td>optimal (certificate) by the optimum of attention:3,1, 20 words, rules partial</td>") !=
      std::string::npos);
  CHECK(html.find("by the optimum of attention:3,1, 14 words, rules partial</td>") != std::string::npos);
  CHECK(html.find("<td>optimal (certificate)</td>") != std::string::npos);
}
