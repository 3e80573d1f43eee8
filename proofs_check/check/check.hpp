// The trusted checker: reads a graph and a certificate and says VALID, or what is wrong and where. It shares
// no code with whatever wrote them: standard library and sim/dag.hpp only. Formats: interface 3a,
// docs/certificates.md.
#pragma once

#include <redblue/proofs_check/check/input.hpp>
#include <redblue/sim/dag.hpp>

namespace redblue::proofs_check::check {

/// What is true of the two files. `graph` is "-" for the kind `counting`, which has none.
[[nodiscard]] Verdict check_files(const char* graph, const char* certificate);

/// The lines after `kind`, common to all kinds.
struct Header {
  std::uint64_t digest = 0;
  std::string rules;
  std::uint64_t M = 0;
  const char* claimed = "";  ///< "io", "lower" or "size"
  std::uint64_t claim = 0;
};

/// `claim` is "io", "lower" or "size". Kind counting passes its shape line by first.
[[nodiscard]] std::uint64_t read_digest(Input& certificate);
[[nodiscard]] Header read_header(Input& certificate, const char* claim);

/// Reads the last line, `end LINES`, and the end of the file. Throws: Stop (unreadable: `otherwise`) for
/// another number of lines.
void read_end(Input& certificate, std::uint64_t lines, const std::string& otherwise);
/// The verdict on a certificate without a fault.
[[nodiscard]] Verdict valid(const char* kind, const Header& header);

/// A vertex of `dag`. Throws: Stop (unreadable) for a number that it does not have.
[[nodiscard]] sim::Vertex read_vertex(Input& in, const sim::Dag& dag);

/// The graph, operands of a `val` without repetitions. Throws: Stop (invalid: graph_mismatch) when the file's
/// digest is not `digest`, as line 3 of the certificate.
[[nodiscard]] sim::Dag read_graph(const char* path, std::uint64_t digest);

// One file each. Each reads what follows its `kind` line, to the file's end. Throws: Stop for all that is
// wrong.
[[nodiscard]] Verdict check_pebbling(const char* graph, Input& certificate);
[[nodiscard]] Verdict check_counting(const char* graph, Input& certificate);
[[nodiscard]] Verdict check_exhausted(const char* graph, Input& certificate);
[[nodiscard]] Verdict check_wavefront(const char* graph, Input& certificate);
[[nodiscard]] Verdict check_dominator(const char* graph, Input& certificate);
[[nodiscard]] Verdict check_spectral(const char* graph, Input& certificate);
[[nodiscard]] Verdict check_hong_kung(const char* graph, Input& certificate);
[[nodiscard]] Verdict check_x_partition(const char* graph, Input& certificate);

}  // namespace redblue::proofs_check::check
