// Records from files: every format gives the same points, and nothing damaged is used silently.
#include "figure_support.hpp"
#include <doctest/doctest.h>

#include <redblue/cli/figures/read_points.hpp>
#include <redblue/cli/program.hpp>
#include <redblue/study/file_error.hpp>

using namespace redblue::figure_test;
using redblue::study::FileError;

namespace {

/// A file that the program itself wrote.
std::string swept(const Folder& folder, const std::string& name, const std::string& M = "256:4Ki:x2") {
  const std::string path = folder / name;
  REQUIRE(run_and_report(
              {"sweep", "--N", "256", "--d", "16", "--M", M, "--progress", "none", "--output", path}) == 0);
  return path;
}

std::string text_of(const std::vector<PlotPoint>& points) {
  return to_svg(build_figure(points, FigureKind::standard, order), made);
}

/// The message of the error, empty when there is none.
std::string refusal(const std::string& bytes) {
  try {
    static_cast<void>(points_in("FILE", bytes));
    return {};
  } catch (const FileError& e) {
    return e.what();
  }
}

}  // namespace

TEST_CASE("a journal, its records as JSON lines, as an array and as CSV give the same figure") {
  const Folder folder;
  const std::string journal = swept(folder, "a.jsonl"), csv = swept(folder, "a.csv"),
                    array = swept(folder, "a.json");
  const auto points = read_points({journal});
  CHECK(points.size() == 5 * 7);
  CHECK(text_of(read_points({csv})) == text_of(points));
  CHECK(text_of(read_points({array})) == text_of(points));
  CHECK(text_of(read_points({journal, csv})) == text_of(points));
  // Without its header a journal is a file of JSON lines, each held to its checksum.
  const std::string bytes = read_back(journal);
  CHECK(text_of(points_in("x", bytes.substr(bytes.find('\n') + 1))) == text_of(points));
}

TEST_CASE("a journal cut at any byte gives records that were whole or names the damage") {
  const Folder folder;
  const std::string bytes = read_back(swept(folder, "a.jsonl", "1Ki"));
  const auto whole = points_in("x", bytes);
  for (std::size_t cut = 0; cut < bytes.size(); cut += 7) {
    std::vector<PlotPoint> found;
    try {
      found = points_in("x", bytes.substr(0, cut));
    } catch (const FileError&) {
    }
    CHECK(found.size() <= whole.size());
    for (std::size_t i = 0; i < found.size(); ++i)
      CHECK_FALSE((before(found[i], whole[i]) || before(whole[i], found[i])));
  }
}

TEST_CASE("a flipped bit in a journal is refused with the line it is in") {
  const Folder folder;
  const std::string bytes = read_back(swept(folder, "a.jsonl", "1Ki"));
  const std::size_t second = bytes.find('\n') + 1, end = bytes.find('\n', second);
  for (std::size_t at = second; at < end; at += 11) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 7)));
    CHECK(refusal(damaged).find("FILE:2: ") == 0);
  }
}

TEST_CASE("what is not a record is refused with its line") {
  CHECK(refusal("").find("holds no record; make some with: redblue sweep") != std::string::npos);
  CHECK(refusal(" \n\n").find("holds no record") != std::string::npos);
  CHECK(refusal("[]").find("holds no record") != std::string::npos);
  CHECK(refusal("{}\n").find("FILE:1: not a record of redblue") == 0);
  CHECK(refusal("\n\n{\"a\":1}\n").find("FILE:3: ") == 0);
  CHECK(refusal("{\"schema\":\"redblue.pebble/1\"}").find("FILE:1: ") == 0);
  CHECK(refusal("name,age\nx,3\n").find("FILE:1: ") == 0);
  CHECK(refusal("schema,M_words\nredblue.record/1,3\n").find("FILE:2: not a record of redblue: column ") ==
        0);
  CHECK(refusal("schema,key\nredblue.record/1\n").find("FILE:2: ") == 0);
  CHECK(refusal("schema\n\"redblue").find("cut short") != std::string::npos);
  CHECK(refusal("schema,schema\n").find("two columns have one name") != std::string::npos);
  CHECK(refusal("\x7f"
                "ELF")
            .find("FILE:1: ") == 0);
  CHECK(refusal("[[[[[[").find("cut short") != std::string::npos);
  CHECK(refusal(std::string(100000, '[')).find("FILE:") == 0);
  CHECK(refusal(std::string(100000, '{')).find("FILE:1: ") == 0);
}

TEST_CASE("numbers that cannot be those of a record are refused") {
  const Folder folder;
  const std::string bytes = read_back(swept(folder, "a.json", "4Ki"));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = bytes;
    const std::size_t at = changed.find(from);
    REQUIRE(at != std::string::npos);
    const std::size_t value = at + from.size(), end = changed.find_first_of(",}", value);
    return refusal(changed.replace(value, end - value, to));
  };
  CHECK(refusal(bytes).empty());
  CHECK(with("\"io_words\":", "7").find("io_words is not reads_words + writes_words") != std::string::npos);
  CHECK(with("\"M_words\":", "0").find("sizes must be positive") != std::string::npos);
  CHECK(with("\"heads\":", "0").find("sizes must be positive") != std::string::npos);
  CHECK(with("\"heads\":", "\"99999999999999999999999\"").find("too large") != std::string::npos);
  CHECK(with("\"reads_words\":", "null").find("counts are missing") != std::string::npos);
  CHECK(with("\"M_words\":", "-5").find("not a record") != std::string::npos);
  CHECK(with("\"M_words\":", "1e3").find("not a record") != std::string::npos);
  CHECK(with("\"M_words\":", "\"1267650600228229401496703205376\"").empty());
}

TEST_CASE("files that cannot be read are named") {
  const Folder folder;
  for (const std::string& path : {folder / "none.jsonl", folder / "", std::string()})
    CHECK_THROWS_AS(static_cast<void>(read_points({path})), FileError);
}
