// Kinds hong_kung and x_partition: a play of q loads and stores cuts the graph into parts, each with a
// dominator of at most X vertices and at most X members that nothing in it uses. How few parts there are, or
// how large one is, is found again: by trying all in a small graph, by the formula of a family.
#include <algorithm>
#include <bit>

#include <redblue/proofs_check/check/check.hpp>
#include <redblue/proofs_check/check/families.hpp>

namespace redblue::proofs_check::check {
namespace {

using sim::Vertex;
using Set = std::uint32_t;
using Wide = unsigned __int128;

constexpr std::size_t most_vertices = 16;
constexpr std::size_t most_closed = 1 << 12;

/// The vertices but for inputs without a use, as sets.
class Small {
 public:
  explicit Small(const sim::Dag& dag) {
    std::vector<char> used(dag.size());
    for (Vertex v = 0; v < dag.size(); ++v)
      for (const Vertex u : dag.operands(v)) used[u] = true;
    std::vector<Set> bit(dag.size());
    for (Vertex v = 0; v < dag.size(); ++v) {
      const bool input = dag.kind(v) == sim::Dag::Kind::input;
      if (input && !used[v]) continue;
      if (operands_.size() == most_vertices) not_checked("16 vertices");
      bit[v] = Set{1} << operands_.size();
      if (input) inputs_ |= bit[v];
      Set operands = 0;
      for (const Vertex u : dag.operands(v)) operands |= bit[u];
      operands_.push_back(operands);
    }
    find_closed();
    find_dominators();
  }

  [[nodiscard]] std::uint64_t least_parts(std::uint64_t X) const {
    std::vector<std::uint64_t> least(closed_.size(), closed_.size());
    least[0] = 0;  // the empty set comes first, the whole last
    for (std::size_t to = 1; to < closed_.size(); ++to)
      for (std::size_t from = 0; from < to; ++from)
        if (is_part(from, to, X)) least[to] = std::min(least[to], least[from] + 1);
    return least.back();
  }
  [[nodiscard]] std::uint64_t largest_part(std::uint64_t X) const {
    int most = 0;
    for (std::size_t to = 1; to < closed_.size(); ++to)
      for (std::size_t from = 0; from < to; ++from)
        if (is_part(from, to, X))
          most = std::max(most, std::popcount(closed_[to] & ~closed_[from] & ~inputs_));
    return static_cast<std::uint64_t>(most);
  }

 private:
  [[nodiscard]] Set all() const { return static_cast<Set>((std::uint64_t{1} << operands_.size()) - 1); }

  void find_closed() {
    for (Set set = 0; set <= all(); ++set) {
      bool closed = true;
      for (std::size_t v = 0; v < operands_.size(); ++v)
        closed = closed && ((set >> v & 1) == 0 || (operands_[v] & ~set) == 0);
      if (closed) closed_.push_back(set);
      if (closed_.size() > most_closed) not_checked("2^12 sets closed under operands");
    }
  }
  /// What a set dominates: itself, and whatever has all its operands there. Every subset is dominated too.
  void find_dominators() {
    dominator_.assign(std::size_t{all()} + 1, 255);
    for (Set set = 0; set <= all(); ++set) {
      Set held = set;
      for (std::size_t v = 0; v < operands_.size(); ++v)
        if ((inputs_ >> v & 1) == 0 && (operands_[v] & ~held) == 0) held |= Set{1} << v;
      dominator_[held] = std::min(dominator_[held], static_cast<std::uint8_t>(std::popcount(set)));
    }
    for (std::size_t v = 0; v < operands_.size(); ++v)
      for (Set set = 0; set <= all(); ++set)
        if ((set >> v & 1) == 0) dominator_[set] = std::min(dominator_[set], dominator_[set | Set{1} << v]);
  }
  [[nodiscard]] bool is_part(std::size_t from, std::size_t to, std::uint64_t X) const {
    if ((closed_[from] & ~closed_[to]) != 0) return false;
    const Set part = closed_[to] & ~closed_[from];
    if (dominator_[part] > X) return false;
    Set used = 0;
    for (std::size_t v = 0; v < operands_.size(); ++v)
      if ((part >> v & 1) != 0) used |= operands_[v];
    return static_cast<std::uint64_t>(std::popcount(part & ~used)) <= X;
  }

  std::vector<Set> operands_, closed_;
  Set inputs_ = 0;
  std::vector<std::uint8_t> dominator_;  ///< the size of the smallest, per set
};

struct Start {
  Header header;
  sim::Dag dag;
  std::uint64_t counted = 0;  ///< vertices that are no inputs, or those of the family
  Family family = {};         ///< without a formula: search
};

Start read_start(const char* graph, Input& in) {
  const std::uint64_t digest = read_digest(in);
  Start s{read_header(in, "lower"), read_graph(graph, digest)};
  bool sums = false;
  for (Vertex v = 0; v < s.dag.size(); ++v) {
    sums = sums || s.dag.kind(v) == sim::Dag::Kind::acc;
    s.counted += s.dag.kind(v) == sim::Dag::Kind::input ? 0 : 1;
  }
  if (sums && s.header.rules != "classic" && s.header.rules != "one_shot")
    invalid(4, 0, "rules", "rules", "a graph with acc: classic or one_shot");
  in.expect("by ");
  const std::string by = in.word();
  if (by == "search") return in.end_line(), s;
  s.family = read_family(by, in, s.dag);
  s.counted = s.family.counted;
  return s;
}

/// The number on a line that must be the one found again.
void agree(Input& in, const std::string& word, std::uint64_t found) {
  const std::uint64_t line = in.line();
  in.expect((word + " ").c_str());
  const std::uint64_t said = in.number();
  in.end_line();
  if (said != found)
    invalid(line, line - 6, word + " " + std::to_string(said), word.c_str(), std::to_string(found));
}

Verdict finish(Input& in, const char* kind, const Header& header, std::uint64_t lines, Wide words) {
  const std::uint64_t line = in.line();
  read_end(in, lines, std::to_string(lines) + " lines before");
  if (words != header.claim) invalid(line, line - 6, "end", "claim", "the parts prove another number");
  return valid(kind, header);
}

std::uint64_t formula(const Start& s, std::uint64_t X, std::uint64_t line) {
  if (X > most_X) not_checked("X of 2^30");
  if (X < s.family.least_X) invalid(line, line - 6, "X", "X", "the formula holds from 4 on");
  return s.family.largest(X, s.family.size);
}

std::uint64_t ceil_div(std::uint64_t a, std::uint64_t b) { return a / b + (a % b != 0 ? 1 : 0); }

}  // namespace

Verdict check_hong_kung(const char* graph, Input& in) {
  const Start s = read_start(graph, in);
  const std::uint64_t M = s.header.M;
  if (M < 1) invalid(5, 0, "M 0", "M", "at least one word");
  if (M > most_X) not_checked("M of 2^30");
  const std::uint64_t parts = s.family.largest == nullptr ? Small(s.dag).least_parts(2 * M)
                                                          : ceil_div(s.counted, formula(s, 2 * M, in.line()));
  agree(in, "parts", parts);
  return finish(in, "hong_kung", s.header, 2, parts == 0 ? 0 : Wide{M} * (parts - 1));
}

Verdict check_x_partition(const char* graph, Input& in) {
  const Start s = read_start(graph, in);
  const std::uint64_t line = in.line();
  in.expect("X ");
  const std::uint64_t X = in.number();
  in.end_line();
  if (X <= s.header.M) invalid(line, line - 6, "X " + std::to_string(X), "X", "more than M");
  const std::uint64_t largest = std::max<std::uint64_t>(
      s.family.largest == nullptr ? Small(s.dag).largest_part(X) : formula(s, X, line), 1);
  agree(in, "largest", largest);
  const std::uint64_t parts = ceil_div(s.counted, largest);
  return finish(in, "x_partition", s.header, 3, parts == 0 ? 0 : Wide{X - s.header.M} * (parts - 1));
}

}  // namespace redblue::proofs_check::check
