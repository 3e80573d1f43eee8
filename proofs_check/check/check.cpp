#include <algorithm>
#include <new>
#include <string_view>

#include <redblue/proofs_check/check/check.hpp>

namespace redblue::proofs_check::check {

std::uint64_t read_digest(Input& certificate) {
  certificate.expect("graph ");
  const std::uint64_t digest = certificate.hexadecimal();
  certificate.end_line();
  return digest;
}

Header read_header(Input& certificate, const char* claim) {
  Header header;
  certificate.expect("rules ");
  header.rules = certificate.word();
  constexpr std::string_view games[] = {"classic", "one_shot", "partial", "partial_recompute"};
  if (std::count(std::begin(games), std::end(games), header.rules) == 0)
    certificate.refuse("rules are classic, one_shot, partial or partial_recompute");
  certificate.end_line();
  header.M = certificate.field("M ");
  certificate.expect("claim ");
  certificate.expect(header.claimed = claim);
  header.claim = certificate.field(" ");
  return header;
}

void read_end(Input& certificate, std::uint64_t lines, const std::string& otherwise) {
  certificate.expect("end ");
  if (certificate.number() != lines) certificate.refuse(otherwise);
  certificate.end_line();
  certificate.expect_end();
}

sim::Vertex read_vertex(Input& in, const sim::Dag& dag) {
  const std::uint64_t v = in.number();
  if (v >= dag.size()) in.refuse("the graph has no vertex " + std::to_string(v));
  return static_cast<sim::Vertex>(v);
}

Verdict valid(const char* kind, const Header& header) {
  const std::string claim = std::string(header.claimed) + "=" + std::to_string(header.claim);
  return {Status::valid,
          "VALID " + std::string(kind) + " " + header.rules + " M=" + std::to_string(header.M) + " " + claim};
}

namespace {

struct Kind {
  std::string_view name;
  Verdict (*check)(const char* graph, Input& certificate);
};

// One row per kind of certificate, and one file.
constexpr Kind kinds[] = {
    {"pebbling", check_pebbling},   {"counting", check_counting},       {"exhausted", check_exhausted},
    {"wavefront", check_wavefront}, {"dominator", check_dominator},     {"spectral", check_spectral},
    {"hong_kung", check_hong_kung}, {"x_partition", check_x_partition},
};

}  // namespace

Verdict check_files(const char* graph, const char* path) try {
  Input certificate(path, "certificate");
  certificate.expect("redblue-certificate 1");
  certificate.end_line();
  certificate.expect("kind ");
  const std::string name = certificate.word();
  for (const Kind& kind : kinds) {
    if (kind.name != name) continue;
    certificate.end_line();
    return kind.check(graph, certificate);
  }
  certificate.refuse("no such kind");
} catch (const Stop& stop) {
  return stop.verdict;
} catch (const std::bad_alloc&) {
  return {Status::not_checked, "NOT CHECKED: limit: out of memory"};
}

}  // namespace redblue::proofs_check::check
