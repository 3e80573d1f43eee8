// The names: how they are read, and which families there are. The families are in families.hpp.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <redblue/proofs_check/families.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace redblue::proofs_check {
namespace {

using namespace families;

constexpr double most_operands = 1 << 26;
constexpr double pairs_an_operand = 16;  // of random: pairs drawn in the time of an operand

double pow2(const Arguments& a) { return std::exp2(static_cast<double>(a.numbers[0])); }
double product(const Arguments& a) {
  double size = 1;
  for (const std::int64_t n : a.numbers) size *= static_cast<double>(n);
  return size;
}
double squared(const Arguments& a) {
  return 2 * static_cast<double>(a.numbers[0]) * static_cast<double>(a.numbers[0]);
}

constexpr std::array table{
    Family{"attention", "N,d", "+l +chain +tree",
           "attention of N x d, exponentials in place; +l with row sums",
           [](const Arguments& a) { return 5 * product(a) * static_cast<double>(a.numbers[0]); }, attention},
    Family{"matmul", "m,n,k", "+products +chain +tree", "C (m x n) = A B with inner size k",
           [](const Arguments& a) { return 3 * product(a); }, matmul},
    Family{"fft", "l", "", "the butterfly of 2^l points",
           [](const Arguments& a) { return 2 * pow2(a) * static_cast<double>(a.numbers[0]); }, fft},
    Family{"tree", "h", "", "the binary tree of height h", [](const Arguments& a) { return 2 * pow2(a); },
           tree},
    Family{"pyramid", "h", "", "the pyramid of height h over h + 1 inputs", squared, pyramid},
    Family{"diamond", "n", "", "the n x n grid from one corner to the other", squared, diamond},
    Family{"strassen", "l", "", "Strassen's product of matrices of 2^l x 2^l",
           [](const Arguments& a) { return 14 * std::pow(7.0, static_cast<double>(a.numbers[0])); },
           strassen},
    Family{"passes", "k,r", "", "a chain that uses k inputs in turn, r times over",
           [](const Arguments& a) { return 2 * product(a); }, passes},
    Family{"random", "n,p,seed", "", "n vertices, each earlier one an operand with probability p",
           [](const Arguments& a) {
             const double pairs = squared(a) / 4;
             const double expected = probability(a) * pairs;
             return std::max(pairs / pairs_an_operand, expected + 8 * std::sqrt(expected));
           },
           random},
    Family{"schedule", "ID,N,d,M", "", "the values of a traced schedule: tiles best, fast memory of M words",
           [](const Arguments&) { return 0.0; },
           [](const Arguments& a, NamedGraph& g) { g = schedule_graph("schedule:" + a.text).graph; }},
};

[[noreturn]] void refuse(const std::string& reason) { sim::raise(GraphError(0, reason)); }

std::string form(const Family& f) {
  std::string text = std::string(f.id) + ":" + std::string(f.numbers);
  return f.flags.empty() ? text : text + " with " + std::string(f.flags);
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(at, from), text.size());
    parts.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return parts;
}

std::int64_t whole_number(std::string_view text, std::string_view what) {
  std::int64_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n < 0)
    refuse(std::string(what) + " = '" + std::string(text) + "' is no whole number from 0 to 2^63 - 1");
  return n;
}

void read_flag(const Family& family, std::string_view flag, Arguments& a) {
  const std::string plus = "+" + std::string(flag);
  bool known = false;
  for (const std::string_view f : split(family.flags, ' ')) known = known || f == plus;
  bool* const set = !known               ? nullptr
                    : flag == "l"        ? &a.row_sums
                    : flag == "products" ? &a.products
                    : flag == "chain"    ? &a.chain
                                         : &a.tree;
  if (set == nullptr) refuse("no such flag " + plus + "; the form is " + form(family));
  if (*set) refuse(plus + " is given twice");
  *set = true;
  if (a.products + a.chain + a.tree > 1)
    refuse("a sum has one form: give one of +products, +chain and +tree");
}

void read_numbers(const Family& family, std::string_view text, Arguments& a) {
  a.text = text;
  if (family.id == "schedule") return;
  const std::vector<std::string_view> names = split(family.numbers, ',');
  const std::vector<std::string_view> values = split(text, ',');
  if (text.empty() || names.size() != values.size()) refuse("the form is " + form(family));
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i] != "p") a.numbers.push_back(whole_number(values[i], names[i]));
  for (std::size_t i = 0; i < names.size(); ++i)
    if (values[i] == "0" && names[i] != "seed" && names[i] != "p")
      refuse(std::string(names[i]) + " must be at least 1");
}

bool too_large(const Family& family, const Arguments& a) { return !(family.operands(a) <= most_operands); }

/// Throws: GraphError, with the largest first number that the others allow.
[[noreturn]] void refuse_size(const Family& family, Arguments a) {
  std::int64_t least = 0, most = a.numbers[0];  // least is not too large, or 0
  while (most - least > 1) {
    a.numbers[0] = least + (most - least) / 2;
    (too_large(family, a) ? most : least) = a.numbers[0];
  }
  const std::string first(split(family.numbers, ',')[0]);
  const bool drawn = family.id == "random";
  refuse("too large: more than 2^26 operands" + std::string(drawn ? ", or 2^30 pairs to draw from" : "") +
         "; " +
         (least == 0 ? "with these other numbers even " + first + " = 1 is"
          : a.numbers.size() + drawn == 1
              ? first + " may be at most " + std::to_string(least)
              : first + " may be at most " + std::to_string(least) + " beside the others"));
}

/// The name as files carry it: flags in the order of the table.
std::string canonical(const Family& family, const Arguments& a) {
  std::string name = std::string(family.id) + ":" + a.text;
  if (a.row_sums) name += "+l";
  if (a.products) name += "+products";
  if (a.chain) name += "+chain";
  if (a.tree) name += "+tree";
  return name;
}

const Family& family_of(std::string_view id) {
  std::string known;
  for (const Family& f : table) {
    if (f.id == id) return f;
    known += (known.empty() ? "" : ", ") + std::string(f.id);
  }
  refuse("no such graph; graphs are " + known);
}

}  // namespace

std::span<const Family> graph_families() { return table; }

bool looks_like_graph_name(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != text.npos && colon > 0 && text.find_first_of("/\\") == text.npos;
}

NamedGraph named_graph(std::string_view name) {
  const std::size_t colon = name.find(':');
  const Family& family = family_of(name.substr(0, colon));
  if (colon == name.npos) refuse("the form is " + form(family));
  const std::vector<std::string_view> parts = split(name.substr(colon + 1), '+');
  Arguments a;
  read_numbers(family, parts[0], a);
  for (std::size_t i = 1; i < parts.size(); ++i) read_flag(family, parts[i], a);
  if (too_large(family, a)) refuse_size(family, a);
  NamedGraph graph;
  family.build(a, graph);
  graph.name = canonical(family, a);
  return graph;
}

}  // namespace redblue::proofs_check
