// The program redblue-check: one line, and an exit code of which only 0 means VALID.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "check_support.hpp"
#include <doctest/doctest.h>
#include <sys/wait.h>

using namespace redblue::test;
namespace fs = std::filesystem;

namespace {

const std::string graph = "redblue-graph 1 sum\nin a\nin b\nacc s = 0 | 1\nout 2\n";

/// REDBLUE_CHECK_PROGRAM in the environment names another program: a mutant (tools/mutate_checker.py).
std::string program() {
  const char* other = std::getenv("REDBLUE_CHECK_PROGRAM");
  return other != nullptr ? other : REDBLUE_CHECK_PROGRAM;
}

struct Said {
  std::string text;
  int code;
};

Said said(const std::string& arguments) {
  std::FILE* pipe = popen((program() + " " + arguments).c_str(), "r");
  REQUIRE(pipe != nullptr);
  Said all{"", 0};
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) all.text += static_cast<char>(c);
  const int status = pclose(pipe);
  all.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return all;
}

/// Two files that go when the scope does.
class Files {
 public:
  explicit Files(const std::string& certificate) {
    std::string name = (fs::temp_directory_path() / "redblue-check-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    std::ofstream(folder_ / "graph") << graph;
    std::ofstream(folder_ / "certificate") << certificate;
  }
  ~Files() { fs::remove_all(folder_); }
  [[nodiscard]] std::string graph_path() const { return (folder_ / "graph").string(); }
  [[nodiscard]] std::string path() const { return (folder_ / "certificate").string(); }
  [[nodiscard]] std::string both() const { return graph_path() + " " + path(); }

 private:
  fs::path folder_;
};

std::string valid() {
  return certificate_text(
      pebbling(graph, Rules::partial, 2, moves_of("L 0;C 2 0;D 0;L 1;C 2 1;D 1;S 2;D 2")));
}

}  // namespace

TEST_CASE("the program prints the checker's line and exits with 0 for VALID alone") {
  struct Case {
    std::string certificate, text;
    int code;
  };
  const std::string nothing =
      certificate_text(Exhausted{digest(graph), Rules::partial, redblue::sim::Words{2}, "plain", {}});
  const Case cases[] = {
      {valid(), "VALID pebbling partial M=2 io=3\n", 0},
      {certificate_text(pebbling(graph, Rules::partial, 1, moves_of("L 0;C 2 0"))),
       "INVALID line 8 move 2: C 2 0: capacity: 2 red, M = 1\n", 1},
      {"", "UNREADABLE certificate line 1: 'redblue-certificate 1' expected\n", 3},
      {"redblue-certificate 1\nkind counting\nshape 9223372036854775807 2 1 1\nrules partial\nM 3\nclaim "
       "lower "
       "1\nbound phase_both_once\nX 1\n",
       "NOT CHECKED: limit: numbers too large for 128 bits\n", 5},
      {nothing, "VALID exhausted partial M=2 lower=0\n", 0},
  };
  for (const Case& c : cases) {
    const Files files(c.certificate);
    const bool without_graph = c.certificate.find("kind counting") != std::string::npos;
    const Said all = said(without_graph ? "- " + files.path() : files.both());
    CHECK(all.text == c.text);
    CHECK(all.code == c.code);
  }
}

TEST_CASE("any other number of arguments prints the usage on stderr and exits with 2") {
  const Files files(valid());
  for (const std::string& arguments : {std::string(), files.path(), files.both() + " x"}) {
    const Said quiet = said(arguments + " 2> /dev/null"), loud = said(arguments + " 2>&1");
    CHECK(quiet.code == 2);
    CHECK(quiet.text.empty());
    CHECK(loud.text == "usage: redblue-check GRAPH CERTIFICATE (GRAPH is - for kind counting)\n");
  }
}

TEST_CASE("a verdict that cannot be written is not VALID") {
  const Files files(valid());
  CHECK(said(files.both() + " > /dev/full").code == 3);
  CHECK(said(files.both() + " >&-").code == 3);
}

TEST_CASE("files may be pipes, and what cannot be read is unreadable") {
  const Files files(valid());
  CHECK(said(files.graph_path() + " /dev/stdin < " + files.path()).code == 0);
  CHECK(said(files.graph_path() + " /dev/stdin < /dev/null").code == 3);
  CHECK(said("/nonexistent " + files.path()).text == "UNREADABLE graph line 1: cannot open /nonexistent\n");
  CHECK(said("/ " + files.path()).text == "UNREADABLE graph line 1: the file cannot be read\n");
  CHECK(said(files.graph_path() + " /").code == 3);
}
