// Two checkers that share nothing must agree: redblue-check's code against tools/check_twin.py, on valid
// plays, their mutants and damaged bytes. Verdict, rule, line and move. Skipped, with a word, where there is
// no python3.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "asked.hpp"
#include "changes.hpp"
#include "player.hpp"
#include "required_tool.hpp"
#include <doctest/doctest.h>

#include <redblue/proofs_check/counting.hpp>

using namespace redblue::test;
using redblue::sim::Words;
namespace fs = std::filesystem;
namespace sim = redblue::sim;

namespace {

/// Files for the twin, and what the checker said of each pair.
class Pairs {
 public:
  Pairs() {
    std::string name = (fs::temp_directory_path() / "redblue-twin-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    list_.open(folder_ / "list");
  }
  ~Pairs() { fs::remove_all(folder_); }

  void add(const std::string& graph, const std::string& certificate) {
    const fs::path g = graph.empty() ? "-" : write(graph), c = write(certificate);
    list_ << g.string() << " " << c.string() << "\n";
    const Verdict v = check::check_files(g.c_str(), c.c_str());
    const char* const status = v.status == Status::valid        ? "VALID"
                               : v.status == Status::invalid    ? "INVALID"
                               : v.status == Status::unreadable ? "UNREADABLE"
                                                                : "NOT_CHECKED";
    expected_.push_back(std::string(status) + " " + (v.rule.empty() ? "-" : v.rule));
    if (v.status == Status::invalid)
      expected_.back() += " " + std::to_string(v.line) + " " + std::to_string(v.move);
    texts_.push_back(graph + "---\n" + certificate + "--- " + v.text);
    valid_ += v.status == Status::valid;
  }

  /// The number of pairs on which the two disagree; each is shown.
  int disagreements() {
    list_.close();
    const fs::path said = folder_ / "said";
    const std::string command = "python3 " REDBLUE_SOURCE_DIR "/tools/check_twin.py --batch " +
                                (folder_ / "list").string() + " > " + said.string();
    REQUIRE(std::system(command.c_str()) == 0);
    std::ifstream in(said);
    int wrong = 0;
    std::size_t n = 0;
    for (std::string line; std::getline(in, line); ++n) {
      REQUIRE(n < expected_.size());
      const bool same = line.starts_with(expected_[n] + " ") || line == expected_[n];
      CHECK_MESSAGE(same, texts_[n] << "\nthe twin: " << line);
      wrong += !same;
    }
    CHECK(n == expected_.size());
    std::cout << n << " pairs, " << valid_ << " valid, " << wrong << " disagreements\n";
    return wrong;
  }
  [[nodiscard]] int valid() const { return valid_; }
  [[nodiscard]] std::size_t size() const { return expected_.size(); }

 private:
  fs::path write(const std::string& text) {
    const fs::path file = folder_ / std::to_string(files_++);
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }
  fs::path folder_;
  std::ofstream list_;
  std::vector<std::string> expected_, texts_;
  int files_ = 0;
  int valid_ = 0;
};

bool have_python() {
  return redblue::test::tool_is_there(std::system("python3 --version > /dev/null 2>&1") == 0, "python3");
}

const std::uint64_t seed = asked("REDBLUE_SEED", 20251120);
const std::uint64_t inputs = asked("REDBLUE_PAIRS", 4000);

}  // namespace

TEST_CASE("the second checker agrees on plays, their mutants and damaged bytes") {
  if (!have_python()) return;
  Random r(seed);
  Pairs pairs;
  while (pairs.size() < inputs) {
    const Play p = random_play(r, 10);
    pairs.add(p.text, certificate_text(p.pebbling));
    for (int i = 0; i < 6; ++i) {
      Pebbling changed = p.pebbling;
      for (Extent n = r.between(1, 2); n > 0; --n) change(r, p.graph.dag, changed.moves);
      changed.io = cost(changed.moves);
      if (r.between(0, 5) == 0) changed.rules = all_games[r.between(0, 3)];
      if (r.between(0, 5) == 0) changed.M += Words{r.between(-1, 1)};
      pairs.add(p.text, certificate_text(changed));
    }
    for (int i = 0; i < 3; ++i) {
      std::string text = certificate_text(p.pebbling), graph = p.text;
      damage(r, i == 0 ? graph : text);
      if (i == 0) {  // the digest of the damaged graph, so that more than the digest is read
        Pebbling again = p.pebbling;
        again.graph = digest(graph);
        text = certificate_text(again);
      }
      pairs.add(graph, text);
    }
  }
  CHECK(pairs.disagreements() == 0);
  CHECK(pairs.valid() * 20 > static_cast<int>(pairs.size()));
}

TEST_CASE("the second checker agrees on counting certificates, right and wrong") {
  if (!have_python()) return;
  Random r(seed + 1);
  Pairs pairs;
  while (pairs.size() < inputs / 10) {
    const sim::AttentionShape s{
        r.between(1, 3000), r.between(1, 3000), r.between(1, 64), r.between(1, 64), {}};
    const char* const ids[] = {"phase_pv", "phase_both", "phase_both_once"};
    const auto text =
        counting_certificate(ids[r.between(0, 2)], s, Words{r.between(3, r.coin() ? 60 : 20000)});
    if (!text) continue;
    pairs.add("", *text);
    for (int i = 0; i < 3; ++i) {
      std::string changed = *text;
      damage(r, changed);
      pairs.add("", changed);
    }
  }
  CHECK(pairs.disagreements() == 0);
  CHECK(pairs.valid() * 10 > static_cast<int>(pairs.size()));
}
