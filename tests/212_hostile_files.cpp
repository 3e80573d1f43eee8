// Files that keep to no format: each is refused with its line, whatever it holds.
#include "player.hpp"
#include <doctest/doctest.h>
#include <sys/resource.h>

using namespace redblue::test;

namespace {

const std::string graph = "redblue-graph 1 two\nin a\nin b\nacc s = 0 | 1 *\nval t = !2 0\nout 3\n";

std::string header(const std::string& M = "3", const std::string& io = "2") {
  return "redblue-certificate 1\nkind pebbling\ngraph " + digest_text(digest(graph)) + "\nrules partial\nM " +
         M + "\nclaim io " + io + "\n";
}

void refused(const std::string& g, const std::string& c, std::uint64_t line) {
  const Verdict v = verdict_on(g, c);
  INFO(g << "---\n" << c << "--- " << v.text);
  CHECK(v.status == Status::unreadable);
  CHECK(v.line == line);
  CHECK(v.text.starts_with("UNREADABLE "));
}

const std::string moves = "L 0\nC 2 0\nL 1\nC 2 1\nD 1\nC 3 !\nS 3\nD 3\nD 0\n";
std::string certificate() { return header("3", "3") + moves + "end 9\n"; }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != text.npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("every departure of a certificate from its format is unreadable, with its line") {
  REQUIRE(verdict_on(graph, certificate()).status == Status::valid);
  struct Departure {
    const char* from;
    const char* to;
    std::uint64_t line;
  };
  const Departure departures[] = {
      {"redblue-certificate 1", "redblue-certificate 2", 1},
      {"redblue-certificate 1", "redblue-certificate 1 ", 1},
      {"redblue-certificate 1\n", "redblue-certificate 1\n\n", 2},
      {"redblue-certificate 1\n", "redblue-certificate 1\r\n", 1},
      {"redblue-certificate 1", "\xEF\xBB\xBFredblue-certificate 1", 1},
      {"pebbling", "pebblings", 2},
      {"pebbling", "Pebbling", 2},
      {"kind pebbling", "kind hong_kong", 2},
      {"kind pebbling", "kind", 2},
      {"kind pebbling", "kind  pebbling", 2},
      {"kind pebbling", "kind aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 2},
      {"rules partial", "rules fma", 4},
      {"rules partial", "rules any", 4},
      {"rules partial", "rules a", 4},
      {"rules partial", "rules one", 4},
      {"rules partial", "rules p", 4},
      {"rules partial", "rules partia", 4},
      {"rules partial", "rules partial_", 4},
      {"rules partial", "rules z", 4},
      {"rules partial", "rules classid", 4},
      {"kind pebbling", "kind a", 2},
      {"kind pebbling", "kind d", 2},
      {"kind pebbling", "kind f", 2},
      {"kind pebbling", "kind z", 2},
      {"rules partial", "rules", 4},
      {"rules partial", "rules PARTIAL", 4},
      {"rules partial\n", "", 4},
      {"M 3", "M 03", 5},
      {"M 3", "M -3", 5},
      {"M 3", "M +3", 5},
      {"M 3", "M 3.0", 5},
      {"M 3", "M 0x3", 5},
      {"M 3", "M", 5},
      {"M 3", "M 9223372036854775808", 5},
      {"M 3", "M 18446744073709551619", 5},
      {"M 3", "M 340282366920938463463374607431768211459", 5},
      {"M 3", "m 3", 5},
      {"M 3", "M 3 ", 5},
      {"M 3", "M  3", 5},
      {"claim io 3", "claim lower 3", 6},
      {"claim io 3", "claim io", 6},
      {"claim io 3", "claim io 18446744073709551619", 6},
      {"claim io 3", "claim io three", 6},
      {"claim io 3\n", "claim io 3\n\n", 7},
      {"L 0\n", "# a\nL 0\n", 7},
      {"L 0\n", " L 0\n", 7},
      {"L 0\n", "L 0 \n", 7},
      {"L 0\n", "L  0\n", 7},
      {"L 0\n", "L 00\n", 7},
      {"L 0\n", "l 0\n", 7},
      {"L 0\n", "L 4\n", 7},
      {"L 0\n", "L -1\n", 7},
      {"L 0\n", "L 4294967296\n", 7},
      {"L 0\n", "L 4294967295\n", 7},
      {"L 0\n", "L 9223372036854775807\n", 7},
      {"L 0\n", "L 0 0\n", 7},
      {"L 0\n", "L 0 !\n", 7},
      {"L 0\n", "X 0\n", 7},
      {"L 0\n", "L\n", 7},
      {"L 0\n", "\n", 7},
      {"L 0\n", "LL 0\n", 7},
      {"L 0\n", "L\t0\n", 7},
      {"L 0\n", "L 0\r\n", 7},
      {"C 2 0\n", "C 2 2\n", 8},
      {"C 2 0\n", "C 2 4294967296\n", 8},
      {"C 2 0\n", "C 2 9223372036854775808\n", 8},
      {"C 2 0\n", "C 2 0 0\n", 8},
      {"C 2 0\n", "C 2 -1\n", 8},
      {"C 2 0\n", "C 2 00\n", 8},
      {"C 2 0\n", "C 2 ? \n", 8},
      {"C 3 !\n", "C 3!\n", 12},
      {"C 3 !\n", "C 3 !!\n", 12},
      {"C 3 !\n", "C 3 ! 0\n", 12},
      {"C 3 !\n", "C 3 !2\n", 12},
      {"D 1\n", "E 1\n", 11},
      {"end 9\n", "end 9", 16},
      {"end 9\n", "end 8\n", 16},
      {"end 9\n", "end 10\n", 16},
      {"end 9\n", "end 09\n", 16},
      {"end 9\n", "end\n", 16},
      {"end 9\n", "", 16},
      {"end 9\n", "end 9\n\n", 17},
      {"end 9\n", "end 9\nL 0\n", 17},
      {"end 9\n", "End 9\n", 16},
      {"end 9\n", "end 9 \n", 16},
      {"end 9\n", "end 18446744073709551625\n", 16},
      {"end 9\n", "ende 9\n", 16},
  };
  for (const Departure& d : departures) refused(graph, replaced(certificate(), d.from, d.to), d.line);
  const std::string hex = digest_text(digest(graph));
  for (const std::string& bad :
       {hex.substr(1), hex + "0", "0x" + hex.substr(2), std::string("CC2022C92DEDE3C7"), std::string()})
    refused(graph, replaced(certificate(), hex, bad), 3);
  refused(graph,
          replaced(certificate(), "L 0",
                   std::string("L\0"
                               "0",
                               3)),
          7);
  refused(graph, replaced(certificate(), "L 0", "L \xFF"), 7);
}

TEST_CASE("every departure of a graph from its format is unreadable, with its line") {
  struct Departure {
    const char* from;
    const char* to;
    std::uint64_t line;
  };
  const Departure departures[] = {
      {"redblue-graph 1", "redblue-graph 2", 1},
      {"1 two", "1", 1},
      {"1 two", "1 ", 1},
      {"1 two", "1 tw o", 1},
      {"1 two", "1 tw*", 1},
      {"1 two", "1 %4", 1},
      {"1 two", "1 %4g", 1},
      {"1 two", "1 %41", 1},
      {"1 two", "1 %2a", 1},
      {"1 two", "1 %0G", 1},
      {"1 two", "1 %G0", 1},
      {"1 two", "1 %0@", 1},
      {"1 two", "1 %0:", 1},
      {"1 two", "1 %0/", 1},
      {"1 two", "1 %0Z", 1},
      {"1 two", "1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1},
      {"in a\n", "in\n", 2},
      {"in a\n", "in a \n", 2},
      {"in a\n", "in a =\n", 2},
      {"in a\n", "input a\n", 2},
      {"in a\n", "# a\nin a\n", 2},
      {"in a\n", "\nin a\n", 2},
      {"in a\n", "in  a\n", 2},
      {"in a\n", "in a\r\n", 2},
      {"= 0 | 1 *", "=", 4},
      {"= 0 | 1 *", "", 4},
      {"= 0 | 1 *", "= ", 4},
      {"0 | 1 *", "0 |", 4},
      {"0 | 1 *", "| 1 *", 4},
      {"0 | 1 *", "0 1 0", 4},
      {"0 | 1 *", "0 | 1*", 4},
      {"0 | 1 *", "0 | * 1", 4},
      {"0 | 1 *", "0 | *", 4},
      {"0 | 1 *", "0 | 1 * *", 4},
      {"0 | 1 *", "0 || 1", 4},
      {"0 | 1 *", "0|1", 4},
      {"0 | 1 *", "0 | 2", 4},
      {"0 | 1 *", "0 | 3", 4},
      {"0 | 1 *", "0 | !1", 4},
      {"0 | 1 *", "0 | 1 ", 4},
      {"0 | 1 *", "00 | 1", 4},
      {"0 | 1 *", "0 | 18446744073709551616", 4},
      {"0 | 1 *", "0 | 4294967296", 4},
      {"!2 0", "!2 !0", 5},
      {"!2 0", "! 2 0", 5},
      {"!2 0", "!!2 0", 5},
      {"!2 0", "2! 0", 5},
      {"!2 0", "!3 0", 5},
      {"!2 0", "!2 | 0", 5},
      {"!2 0", "!2 0 *", 5},
      {"!2 0", "!2 0 ", 5},
      {"!2 0", "!2  0", 5},
      {"val t = !2 0\n", "val t =!2 0\n", 5},
      {"out 3\n", "out\n", 6},
      {"out 3\n", "out 4\n", 6},
      {"out 3\n", "out 3 3\n", 6},
      {"out 3\n", "out 3 4\n", 6},
      {"out 3\n", "out 3 5\n", 6},
      {"out 3\n", "out 2\n", 6},
      {"out 3\n", "out 3", 6},
      {"out 3\n", "out 3\n\n", 7},
      {"out 3\n", "out 3\nin c\n", 7},
      {"out 3\n", "", 6},
      {"out 3\n", "out  3\n", 6},
      {"out 3\n", "out 03\n", 6},
      {"out 3\n", "out -3\n", 6},
      {"out 3\n", "outs 3\n", 6},
  };
  for (const Departure& d : departures) {
    const std::string changed = replaced(graph, d.from, d.to);
    refused(changed, certificate(), d.line);
    CHECK_THROWS_AS((void)parse_graph_text(changed), GraphError);
    try {
      (void)parse_graph_text(changed);
    } catch (const GraphError& e) {
      CHECK_MESSAGE(e.line == d.line, changed << e.what());
    }
  }
}

TEST_CASE("both readers of graphs take every graph that can be written, byte for byte") {
  Random r(7);
  for (int i = 0; i < 300; ++i) {
    NamedGraph g = random_graph(r, static_cast<Vertex>(r.between(1, 14)));
    for (std::string& label : g.labels) label += static_cast<char>(r.between(0, 255));
    const std::string text = graph_text(g);
    CHECK(graph_text(parse_graph_text(text)) == text);
    CHECK(verdict_on(text, "redblue-certificate 1\nkind pebbling\ngraph " + digest_text(digest(text)) +
                               "\nrules classic\nM 0\nclaim io 0\nend 0\n")
              .status != Status::unreadable);
  }
}

TEST_CASE("a certificate cut off after any byte is never valid") {
  const std::string whole = certificate();
  for (std::size_t n = 0; n < whole.size(); ++n) {
    const Status status = verdict_on(graph, whole.substr(0, n)).status;
    CHECK(status == Status::unreadable);
  }
  for (std::size_t n = 0; n < graph.size(); ++n)
    CHECK(verdict_on(graph.substr(0, n), whole).status == Status::unreadable);
}

TEST_CASE("any changed bit of a certificate is refused, but in the slack of M") {
  const std::string whole = certificate();
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::string changed = whole;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ 1 << bit % 8);
    const Verdict v = verdict_on(graph, changed);
    const bool larger_M = changed.find("\nM 7\n") != changed.npos || changed.find("\nM 3\n") == changed.npos;
    // "rules partial" has no neighbour by one bit; M 3 -> M 7 is only roomier.
    CHECK_MESSAGE((v.status != Status::valid || larger_M), changed);
  }
}

TEST_CASE("a file is read to its end wherever a buffer of 2^14 bytes ends") {
  for (const std::size_t bytes : {16383U, 16384U, 16385U, 16386U, 32769U}) {
    std::string text = "redblue-graph 1 g\n", out = "out";
    for (unsigned v = 0; text.size() + out.size() + 20 < bytes; ++v)
      text += "in a\n", out += " " + std::to_string(v);
    text.insert(17, std::string(bytes - text.size() - out.size() - 1, 'g'));
    text += out + "\n";
    REQUIRE(text.size() == bytes);
    const Verdict v =
        verdict_on(text, "redblue-certificate 1\nkind pebbling\ngraph " + digest_text(digest(text)) +
                             "\nrules classic\nM 0\nclaim io 0\nend 0\n");
    CHECK_MESSAGE(v.status == Status::valid, v.text);
  }
  // The 65th byte of a label is alone in the second buffer.
  std::string cut = "redblue-graph 1 ggggg\n";
  while (cut.size() + 68 < 16385) cut += "in a\n";
  cut += "in " + std::string(65, 'a');
  REQUIRE(cut.size() == 16385);
  CHECK(verdict_on(cut, certificate()).text.ends_with("a name or label has 1 to 64 bytes"));
}

TEST_CASE("a byte 0 is a byte like others and no end") {
  const std::string graph = "redblue-graph 1 one\nin a\nout 0\n";
  const auto verdict = [](const std::string& text, const std::string& more) {
    return verdict_on(text, "redblue-certificate 1\nkind pebbling\ngraph " + digest_text(digest(text)) +
                                "\nrules classic\nM 0\nclaim io 0\nend 0\n" + more)
        .text;
  };
  CHECK(verdict(graph, "").starts_with("VALID"));
  for (const std::string& more : {std::string(1, '\0'), std::string("\0L 0\n", 5)}) {
    CHECK(verdict(graph, more) == "UNREADABLE certificate line 8: the file goes on after its last line");
    CHECK(verdict(graph + more, "") == "UNREADABLE graph line 4: the file goes on after its last line");
  }
}

TEST_CASE("missing files and folders are unreadable") {
  CHECK(check::check_files("/nonexistent", "/nonexistent").status == Status::unreadable);
  CHECK(check::check_files("/", "/").text == "UNREADABLE certificate line 1: the file cannot be read");
  CHECK(verdict_on("", "").status == Status::unreadable);
}
