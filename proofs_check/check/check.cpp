#include <algorithm>
#include <iterator>
#include <memory>
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
  if (header.rules != "classic" && header.rules != "one_shot" && header.rules != "partial" &&
      header.rules != "partial_recompute")
    certificate.refuse("rules are classic, one_shot, partial or partial_recompute");
  certificate.end_line();
  certificate.expect("M ");
  header.M = certificate.number();
  certificate.end_line();
  certificate.expect("claim ");
  certificate.expect(header.claimed = claim);
  certificate.expect(' ');
  header.claim = certificate.number();
  certificate.end_line();
  return header;
}

void read_end(Input& certificate, std::uint64_t lines, const std::string& otherwise) {
  certificate.expect("end ");
  if (certificate.number() != lines) certificate.refuse(otherwise);
  certificate.end_line();
  certificate.expect_end();
}

Verdict valid(const char* kind, const Header& header) {
  return {Status::valid,
          "VALID " + std::string(kind) + " " + header.rules + " M=" + std::to_string(header.M) + " " +
              header.claimed + "=" + std::to_string(header.claim),
          "", 0, 0};
}

namespace {

struct Kind {
  std::string_view name;
  Verdict (*check)(const char* graph, Input& certificate);
};

// One row per kind of certificate, and one file.
constexpr Kind kinds[] = {
    {"pebbling", check_pebbling},
    {"counting", check_counting},
    {"exhausted", check_exhausted},
    {"wavefront", check_wavefront},
    {"spectral", check_spectral},
    {"hong_kung", check_hong_kung},
    {"x_partition", check_x_partition},
};

Verdict check(const char* graph, const char* path) {
  const auto certificate = std::make_unique<Input>(path, "certificate");  // its buffer is large for a stack
  certificate->expect("redblue-certificate 1");
  certificate->end_line();
  certificate->expect("kind ");
  const std::string name = certificate->word();
  const auto* const kind =
      std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& k) { return k.name == name; });
  if (kind == std::end(kinds)) certificate->refuse("no such kind");
  certificate->end_line();
  return kind->check(graph, *certificate);
}

}  // namespace

Verdict check_files(const char* graph, const char* certificate) {
  try {
    return check(graph, certificate);
  } catch (const Stop& stop) {
    return stop.verdict;
  } catch (const std::bad_alloc&) {
    return {Status::not_checked, "NOT CHECKED: limit: out of memory", "", 0, 0};
  }
}

}  // namespace redblue::proofs_check::check
