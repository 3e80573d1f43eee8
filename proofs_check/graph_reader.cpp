// Reads the text form of a graph, strictly: what graph_text cannot write is refused with its line.
#include <algorithm>
#include <charconv>

#include <redblue/proofs_check/graph.hpp>

namespace redblue::proofs_check {
namespace {

using sim::Vertex;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  NamedGraph read() {
    next_line();
    if (token() != "redblue-graph" || token() != "1") refuse("a graph starts with 'redblue-graph 1 NAME'");
    graph_.name = label();
    end_of_line();
    while (true) {
      next_line();
      const std::string_view what = token();
      if (what == "out") break;
      vertex(what);
      used_.push_back(what == "in");
    }
    outputs();
    if (!text_.empty()) ++line_, refuse("text after the line of outputs");
    return std::move(graph_);
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const { sim::raise(GraphError(line_, what)); }

  void next_line() {
    ++line_;
    const std::size_t end = text_.find('\n');
    if (end == text_.npos)
      refuse(text_.empty() ? "the file ends before its line of outputs" : "the line has no end");
    rest_ = text_.substr(0, end);
    text_.remove_prefix(end + 1);
    more_ = true;
  }
  /// The text up to the next blank; a blank at the end of a line leaves an empty token, which nothing
  /// accepts.
  std::string_view token() {
    if (!more_) refuse("the line ends too early");
    const std::size_t end = std::min(rest_.find(' '), rest_.size());
    const std::string_view word = rest_.substr(0, end);
    more_ = end < rest_.size();
    rest_.remove_prefix(more_ ? end + 1 : end);
    return word;
  }
  void end_of_line() const {
    if (more_) refuse("the line goes on after its end");
  }

  static int hex(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }
  std::string label() {
    const std::string_view word = token();
    std::string plain;
    for (std::size_t i = 0; i < word.size(); ++i) {
      const bool coded =
          word[i] == '%' && i + 2 < word.size() && hex(word[i + 1]) >= 0 && hex(word[i + 2]) >= 0;
      plain += coded ? static_cast<char>(16 * hex(word[i + 1]) + hex(word[i + 2])) : word[i];
      if (coded) i += 2;
    }
    if (plain.empty() || plain.size() > longest_label) refuse("a name or label has 1 to 64 bytes");
    if (encoded_label(plain) != word) refuse("a name or label has [A-Za-z0-9_.,:+()-], other bytes as %XX");
    return plain;
  }
  Vertex number(std::string_view word) const {
    std::uint64_t n = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), n);
    const bool zero_first = word.size() > 1 && word[0] == '0';
    if (error != std::errc{} || end != word.data() + word.size() || zero_first)
      refuse("'" + std::string(word.substr(0, 40)) + "' is no vertex number");
    if (n >= graph_.dag.size() - (adding_ ? 1 : 0))
      refuse("vertex " + std::string(word) + " is not declared before this line");
    return static_cast<Vertex>(n);
  }

  void vertex(std::string_view what) {
    if (what != "in" && what != "val" && what != "acc") refuse("a line starts with in, val, acc or out");
    if (graph_.dag.size() == sim::no_vertex) refuse("too many vertices");
    graph_.labels.push_back(label());
    if (what == "in") {
      graph_.dag.add_input();
      return end_of_line();
    }
    if (token() != "=") refuse("a label is followed by ' ='");
    if (what == "val") return val();
    graph_.dag.add_acc();
    adding_ = true;
    bool more = true;
    while (more) more = term();
    adding_ = false;
  }
  void val() {
    std::vector<Vertex> operands;
    Vertex in_place = sim::no_vertex;
    while (more_) {
      std::string_view word = token();
      const bool marked = word.starts_with('!');
      if (marked && in_place != sim::no_vertex) refuse("two operands are marked");
      if (marked) word.remove_prefix(1);
      operands.push_back(use(number(word)));
      if (marked) in_place = operands.back();
    }
    graph_.dag.add_val(operands, in_place);
  }
  /// True when another term follows.
  bool term() {
    std::vector<Vertex> operands;
    bool last = false;
    bool next = false;
    do {
      const std::string_view word = token();
      next = word == "|";
      if (last && !next) refuse("* ends a term");
      if (word == "*")
        last = true;
      else if (!next)
        operands.push_back(use(number(word)));
    } while (!next && more_);
    if (operands.empty() || operands.size() > 2) refuse("a term has one or two operands");
    graph_.dag.add_term(operands, last);
    return next;
  }
  Vertex use(Vertex u) {
    used_[u] = true;
    return u;
  }
  void outputs() {
    std::vector<bool> listed(graph_.dag.size());
    do {
      const Vertex v = number(token());
      if (listed[v]) refuse("output " + std::to_string(v) + " is listed twice");
      listed[v] = used_[v] = true;
      graph_.dag.add_output(v);
    } while (more_);
    const auto missing = std::find(used_.begin(), used_.end(), false);
    if (missing != used_.end())
      refuse("vertex " + std::to_string(missing - used_.begin()) + " is used by nothing and is no output");
  }

  std::string_view text_;
  std::string_view rest_;
  bool more_ = false;
  bool adding_ = false;  ///< the newest vertex is an accumulation, and no operand of its own
  std::uint64_t line_ = 0;
  NamedGraph graph_;
  std::vector<bool> used_;
};

}  // namespace

NamedGraph parse_graph_text(std::string_view text) { return Reader(text).read(); }

}  // namespace redblue::proofs_check
