#include <memory>
#include <new>

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
  certificate.expect(claim);
  certificate.expect(' ');
  header.claim = certificate.number();
  certificate.end_line();
  return header;
}

namespace {

Verdict check(const char* graph, const char* path) {
  const auto certificate = std::make_unique<Input>(path, "certificate");  // its buffer is large for a stack
  certificate->expect("redblue-certificate 1");
  certificate->end_line();
  certificate->expect("kind ");
  const std::string kind = certificate->word();
  if (kind != "pebbling" && kind != "counting" && kind != "exhausted") certificate->refuse("no such kind");
  certificate->end_line();
  if (kind == "pebbling") return check_pebbling(graph, *certificate);
  if (kind == "exhausted") return check_exhausted(graph, *certificate);
  return check_counting(*certificate);
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
