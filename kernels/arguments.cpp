#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <redblue/algorithms/catalog.hpp>
#include <redblue/kernels/arguments.hpp>
#include <redblue/kernels/ncu.hpp>
#include <redblue/sim/error.hpp>

namespace redblue::kernels {
namespace {

const std::map<std::string, std::string> defaults{
    {"--N", ""},        {"--Nq", ""},  {"--Nk", ""},     {"--d", ""},          {"--dk", ""},
    {"--dv", ""},       {"--M", ""},   {"--scale", ""},  {"--seed", "1"},      {"--algorithm", "all"},
    {"--mask", "none"}, {"--ncu", ""}, {"--heads", "1"}, {"--launches", "50"}, {"--format", "table"}};

/// All of `text` as a number; empty where it is none.
template <class Number>
std::optional<Number> parsed(const std::string& text) {
  Number n{};
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, n);
  if (error != std::errc{} || end != last) return std::nullopt;
  return n;
}

}  // namespace

Arguments::Arguments(int argc, char** argv) {
  for (int n = 1; n < argc; n += 2) {
    const std::string name = argv[n];
    help = help || name == "--help" || name == "-h";
    if (help) return;
    if (name == "--sweep" || name == "--time") {
      bool& mode = name == "--time" ? time : sweep;
      if (mode) throw Bad{name + ": given twice"};
      mode = true;
      --n;
      continue;
    }
    if (defaults.find(name) == defaults.end())
      throw Bad{name + ": no such flag; `redblue confirm` has more, and takes ranges, 16Ki and d^2"};
    if (n + 1 == argc) throw Bad{name + ": a value is missing"};
    if (!values_.emplace(name, argv[n + 1]).second) throw Bad{name + ": given twice"};
  }
  if (sweep && time) throw Bad{"--sweep and --time: give one of them"};
  if (sweep) only("--sweep", {"--N", "--d", "--seed", "--format"});
  if (time)
    only("--time",
         {"--algorithm", "--N", "--d", "--M", "--mask", "--scale", "--seed", "--heads", "--launches"});
}

void Arguments::only(const std::string& mode, const std::vector<std::string>& taken) const {
  for (const auto& [name, value] : values_) {
    if (std::find(taken.begin(), taken.end(), name) != taken.end()) continue;
    std::string all;
    for (const std::string& one : taken) all += (all.empty() ? "" : ", ") + one;
    throw Bad{name + ": " + mode + " takes " + all};
  }
}

std::string Arguments::operator[](const std::string& name) const {
  const auto given = values_.find(name);
  return given != values_.end() ? given->second : defaults.at(name);
}

Extent Arguments::number(const std::string& name, Extent most, Extent least) const {
  const std::string text = (*this)[name];
  if (text.empty()) throw Bad{name + " is missing"};
  const std::optional<Extent> n = parsed<Extent>(text);
  if (!n || *n < least || *n > most)
    throw Bad{name + " " + text + ": must be an integer from " + std::to_string(least) + " to " +
              std::to_string(most)};
  return *n;
}

std::vector<std::string> Arguments::ids() const {
  std::vector<std::string> all{""};
  for (const char c : (*this)["--algorithm"]) c == ',' ? (void)all.emplace_back() : all.back().push_back(c);
  return all;
}

std::vector<const algorithms::Schedule*> Arguments::schedules() const {
  std::vector<const algorithms::Schedule*> found;
  const auto add = [&](const algorithms::Schedule* s) {
    if (std::find(found.begin(), found.end(), s) == found.end()) found.push_back(s);
  };
  for (const std::string& id : ids()) {
    if (id == "all") {
      for (const auto list : {algorithms::catalog(), algorithms::kernel_catalog()})
        for (const algorithms::Schedule& s : list)
          if (s.has_kernel) add(&s);
      continue;
    }
    const algorithms::Schedule* const schedule = algorithms::find(id);
    if (schedule == nullptr) throw Bad{"--algorithm " + id + ": no such algorithm"};
    add(schedule);
  }
  return found;
}

bool Arguments::by_name(const algorithms::Schedule& schedule) const {
  const std::vector<std::string> all = ids();
  return std::find(all.begin(), all.end(), schedule.id) != all.end();
}

sim::Mask Arguments::mask() const {
  const std::string text = (*this)["--mask"];
  const std::string window = "window:";
  if (text == "none") return {};
  if (text == "causal") return {sim::Mask::Kind::causal};
  if (text.starts_with(window))
    if (const auto width = parsed<Extent>(text.substr(window.size())); width && *width >= 0)
      return {sim::Mask::Kind::window, *width};
  throw Bad{"--mask " + text + ": masks are none, causal and window:W"};
}

AttentionShape Arguments::shape() const {
  constexpr Extent most = 1 << 20;
  const auto either = [&](const char* one, const char* both) { return number(has(one) ? one : both, most); };
  return {either("--Nq", "--N"), either("--Nk", "--N"), either("--dk", "--d"), either("--dv", "--d"), mask()};
}

std::optional<Hardware> Arguments::hardware() const {
  const std::string path = (*this)["--ncu"];
  if (path.empty()) return std::nullopt;
  const std::vector<const algorithms::Schedule*> asked = schedules();
  if (asked.size() != 1)
    throw Bad{"--ncu " + path + ": a table holds one schedule; name it with --algorithm"};
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("--ncu " + path + ": cannot be read");
  try {
    return read_ncu(std::string(std::istreambuf_iterator<char>(file), {}), *asked[0]);
  } catch (const sim::InvalidArgument& e) {
    throw std::runtime_error("--ncu " + path + ": " + e.what());
  }
}

Question Arguments::question() const {
  Question q;
  q.shape = shape();
  q.M = sim::Words{number("--M", Extent{1} << 40)};
  if (has("--scale")) {
    q.scale = parsed<double>((*this)["--scale"]);
    if (!q.scale || !std::isfinite(*q.scale))
      throw Bad{"--scale " + (*this)["--scale"] + ": must be a number"};
  }
  q.seed = static_cast<std::uint64_t>(number("--seed", Extent{1} << 62, 0));
  q.hardware = hardware();
  q.heads = number("--heads", 1 << 16);
  q.launches = static_cast<int>(number("--launches", 100'000));
  return q;
}

}  // namespace redblue::kernels
