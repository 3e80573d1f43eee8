// Kind spectral: for each shift the eigenvalues of the graph's Laplacian that may lie below it are counted
// again; from the counts the claim follows in integers (docs/bounds.md, spectral).
#include <redblue/proofs_check/check/check.hpp>
#include <redblue/proofs_check/check/inertia.hpp>

namespace redblue::proofs_check::check {
namespace {

using sim::Vertex;
using Wide = __int128;

constexpr Wide one = Wide{1} << 48;  // shifts are whole numbers of 2^-48

/// What the proof asks of the kinds of vertices.
struct Ends {
  bool all_val = true;
  std::uint64_t count = 0;  ///< inputs that are an operand, and outputs that are computed and are none

  explicit Ends(const sim::Dag& dag) {
    std::vector<char> used(dag.size());
    for (Vertex v = 0; v < dag.size(); ++v) {
      all_val = all_val && dag.kind(v) != sim::Dag::Kind::acc;
      for (const Vertex u : dag.operands(v)) used[u] = true;
    }
    for (Vertex v = 0; v < dag.size(); ++v) count += used[v] && dag.kind(v) == sim::Dag::Kind::input;
    for (const Vertex v : dag.outputs()) count += !used[v] && dag.kind(v) != sim::Dag::Kind::input;
  }
};

std::vector<Vertex> read_order(Input& in, const sim::Dag& dag) {
  std::vector<Vertex> order;
  std::vector<char> seen(dag.size());
  in.expect("order");
  while (order.size() < dag.size()) {
    in.expect(' ');
    const Vertex v = read_vertex(in, dag);
    if (seen[v]) invalid(9, 3, "order", "order", "vertex " + std::to_string(v) + " comes twice");
    seen[v] = true;
    order.push_back(v);
  }
  in.end_line();
  return order;
}

/// Reads `shift S COUNT` lines. What they prove of the sum of n_i lambda_i over i <= parts, in 2^-48.
Wide read_shifts(Input& in, Inertia& inertia, std::uint64_t n, std::uint64_t parts) {
  Wide sum = 0;
  for (std::uint64_t previous = 0, proven = 0; in.peek() == 's';) {
    const std::uint64_t line = in.line(), shift = (in.expect("shift "), in.number());
    const std::uint64_t count = (in.expect(' '), in.number());
    in.end_line();
    const auto refuse = [&](const char* rule, const std::string& why) {
      invalid(line, line - 6, "shift " + std::to_string(shift) + " " + std::to_string(count), rule, why);
    };
    if (shift <= previous || shift >> 53 != 0) refuse("shift", "shifts rise and are below 2^53");
    previous = shift;
    const auto [negative, lost] = inertia.at(static_cast<double>(shift) * 0x1p-48);
    if (!(lost * 0x1p48 < static_cast<double>(shift))) refuse("residual", "it is as large as the shift");
    if (negative != count) refuse("count", std::to_string(negative) + " pivots are negative");
    const std::uint64_t least = shift - 1 - static_cast<std::uint64_t>(lost * 0x1p48);
    if (least <= proven || count >= parts) continue;
    sum += Wide{least - proven} * (n - count * (n / parts) - std::min(count, n % parts));
    proven = least;
  }
  return sum;
}

}  // namespace

Verdict check_spectral(const char* graph, Input& in) {
  const std::uint64_t digest = read_digest(in);
  const Header header = read_header(in, "lower");
  const sim::Dag dag = read_graph(graph, digest);
  const Ends ends(dag);
  if (header.rules != "one_shot" && (header.rules != "partial" || !ends.all_val))
    invalid(4, 0, "rules " + header.rules, "rules", "one_shot expected, or partial for a graph without acc");
  if (header.M > std::uint64_t{1} << 40) not_checked("M above 2^40 words");
  in.expect("form ");
  const bool sharp = in.peek() == 's';
  in.expect(sharp ? "sharp" : "published");
  in.end_line();
  in.expect("parts ");
  const std::uint64_t parts = in.number();
  in.end_line();
  if (parts < 1 || parts > dag.size())
    invalid(8, 2, "parts " + std::to_string(parts), "parts", "from 1 to the number of vertices");
  Inertia inertia(dag, read_order(in, dag), sharp ? 2 : 1);
  const Wide sum = read_shifts(in, inertia, dag.size(), parts);
  const std::uint64_t line = in.line(), lines = line - 7;
  read_end(in, lines, "there are " + std::to_string(lines) + " lines");
  const Wide spread = (sum + one - 1) / one - 2 * Wide{header.M} * (parts - sharp);
  const Wide proven = (sharp ? ends.count : 0) + std::max(spread, Wide{0});
  if (proven < header.claim)
    invalid(line, line - 6, "end " + std::to_string(lines), "claim",
            std::to_string(static_cast<std::uint64_t>(proven)) + " words are proven");
  return valid("spectral", header);
}

}  // namespace redblue::proofs_check::check
