// The flags whose values are names or pairs: schedules, masks, tiles, bits, rules.
#include <array>
#include <string>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/cli/run_spec.hpp>

namespace redblue::cli {
namespace {

/// The parts of `text` between commas. Throws: UsageError for an empty one.
std::vector<std::string_view> parts(const Given& given, std::string_view text) {
  if (text.empty()) given.refuse("an empty list");
  std::vector<std::string_view> list;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    if (to == from) given.refuse("an empty entry in the list");
    list.push_back(text.substr(from, to - from));
    from = to + 1;
  }
  return list;
}

void add_once(std::vector<const Schedule*>& list, const Schedule* schedule) {
  for (const Schedule* s : list)
    if (s == schedule) return;
  list.push_back(schedule);
}

[[noreturn]] void no_such_schedule(const Given& given, std::string_view id) {
  DidYouMean near(id);
  for (const Schedule& s : algorithms::catalog()) near.offer(s.id);
  for (const Schedule& s : algorithms::kernel_catalog()) near.offer(s.id);
  for (const std::string_view word : {"best", "all", "exact"}) near.offer(word);
  Given one = given;
  one.text = id;
  one.refuse("no such algorithm" + near.text() + " (see: redblue list algorithms)");
}

}  // namespace

Selection parse_selection(const Given& given) {
  Selection selection;
  for (const std::string_view id : parts(given, given.text)) {
    // Every catalogued schedule computes exact attention, so `exact` is `all`.
    if (id == "all" || id == "exact") {
      selection.all = true;
      for (const Schedule& s : algorithms::catalog()) add_once(selection.schedules, &s);
      continue;
    }
    const Schedule* schedule = algorithms::find(id);
    if (schedule == nullptr && id != "best") no_such_schedule(given, id);
    add_once(selection.schedules, schedule);
    add_once(selection.named, schedule);
  }
  return selection;
}

sim::Mask parse_mask(const Given& given) {
  constexpr std::string_view window = "window:";
  const std::string_view text = given.text;
  if (text == "none") return {};
  if (text == "causal") return {sim::Mask::Kind::causal, 0};
  if (text.starts_with(window)) {
    const Int128 width = parse_integer(given, text.substr(window.size()), limit_window);
    return {sim::Mask::Kind::window, static_cast<sim::Extent>(width)};
  }
  DidYouMean near(text);
  for (const std::string_view word : {"none", "causal", "window:"}) near.offer(word);
  given.refuse("no such mask; masks are none, causal and window:W" + near.text());
}

algorithms::TileChoice parse_tiles(const Given& given) {
  using Rule = algorithms::TileChoice::Rule;
  if (given.text == "best") return {};
  if (given.text == "published") return {Rule::published, 0, 0};
  if (given.text == "kernel") return {Rule::kernel, 0, 0};
  const std::size_t comma = given.text.find(',');
  const bool digit = !given.text.empty() && given.text.front() >= '0' && given.text.front() <= '9';
  if (comma == given.text.npos || !digit || given.text.find(',', comma + 1) != given.text.npos)
    given.refuse("must be best, published, kernel or two sizes Br,Bc, e.g. 96,64");
  const std::string_view text = given.text;
  const Int128 Br = parse_integer(given, text.substr(0, comma), limit_N);
  const Int128 Bc = parse_integer(given, text.substr(comma + 1), limit_N);
  return {Rule::given, static_cast<sim::Extent>(Br), static_cast<sim::Extent>(Bc)};
}

sim::BitsPerElement parse_bits(const Given& given) {
  sim::BitsPerElement bits = sim::default_bits();
  if (given.text.find('=') == given.text.npos) {
    bits.fill(static_cast<int>(parse_integer(given, limit_bits)));
    return bits;
  }
  std::array<bool, sim::tensor_count> set{};
  for (const std::string_view part : parts(given, given.text)) {
    const std::size_t equals = part.find('=');
    if (equals == part.npos) given.refuse("'" + std::string(part) + "' is not TENSOR=bits");
    const std::string_view tensor = part.substr(0, equals);
    std::size_t t = 0;
    while (t < sim::tensor_count && sim::tensor_table[t].name != tensor) ++t;
    if (t == sim::tensor_count)
      given.refuse("no tensor '" + std::string(tensor) + "'; tensors are Q K V O S P stats");
    if (set[t]) given.refuse(std::string(tensor) + " is given twice");
    set[t] = true;
    bits[t] = static_cast<int>(parse_integer(given, part.substr(equals + 1), limit_bits));
  }
  return bits;
}

proofs_check::Rules parse_schedule_rules(const Given& given) {
  const std::optional<proofs_check::Rules> rules = proofs_check::parse_rules(given.text);
  if (rules && *rules != proofs_check::Rules::any) return *rules;
  DidYouMean near(given.text);
  for (const std::string_view word : proofs_check::rules_names)
    if (word != "any") near.offer(word);
  given.refuse("no such rules; games are fma, classic, one_shot, partial, partial_recompute" + near.text());
}

}  // namespace redblue::cli
