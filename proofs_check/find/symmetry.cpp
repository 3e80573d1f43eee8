#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include <redblue/proofs_check/find/symmetry.hpp>

namespace redblue::proofs_check::finder {
namespace {

using Permutation = Symmetry::Permutation;
constexpr unsigned unset = 255;
constexpr int most_tries = 2000;  // of one search for an image; giving up costs only reduction

/// Looks for a permutation that maps vertices as asked and keeps every step a step: vertex by vertex, and
/// after each the colours on both sides are refined, so that wrong images show at once.
class Matcher {
 public:
  using Colours = Symmetry::Signatures;
  using Refine = std::function<void(Colours&)>;

  Matcher(const Game& game, const Colours& colour, Refine refine)
      : game_(game), colour_(colour), refine_(std::move(refine)) {
    for (unsigned t = 0; t < game.steps.size(); ++t) by_form_[form(t)].push_back(t);
  }

  /// A permutation that fixes all vertices before `from` and maps `from` to `to`.
  std::optional<Permutation> find(unsigned from, unsigned to) {
    tries_ = 0;
    taken_ = 0;
    map_.fill(unset);
    Colours mine = colour_, other = colour_;
    for (unsigned v = 0; v <= from; ++v) {
      const unsigned image = v < from ? v : to;
      if (!assign(v, image, mine, other)) return std::nullopt;
      mark(mine, v, v);
      mark(other, image, v);
    }
    refine_(mine);
    refine_(other);
    if (!extend(from + 1, mine, other)) return std::nullopt;
    return with_steps();
  }

 private:
  static void mark(Colours& colours, unsigned v, unsigned as) {
    colours[v] = Symmetry::mix(colours[v] + 77 + as);
  }

  // Operands come before their users, so a vertex is judged when all its operands have images.
  bool assign(unsigned v, unsigned image, const Colours& mine, const Colours& other) {
    if (mine[v] != other[image] || (taken_ & bit(image)) != 0) return false;
    for (const Mask kind : {game_.inputs, game_.outputs, game_.accs})
      if ((kind >> v & 1) != (kind >> image & 1)) return false;
    map_[v] = static_cast<std::uint8_t>(image);
    if (!same_steps(v, image)) return map_[v] = unset, false;
    taken_ |= bit(image);
    return true;
  }
  void undo(unsigned v) {
    taken_ &= ~bit(map_[v]);
    map_[v] = unset;
  }
  bool extend(unsigned v, const Colours& mine, const Colours& other) {
    if (v == game_.vertices) return true;
    if (++tries_ > most_tries) return false;
    for (unsigned image = 0; image < game_.vertices; ++image) {
      if (!assign(v, image, mine, other)) continue;
      Colours mine_now = mine, other_now = other;
      mark(mine_now, v, v);
      mark(other_now, image, v);
      refine_(mine_now);
      refine_(other_now);
      if (extend(v + 1, mine_now, other_now)) return true;
      undo(v);
    }
    return false;
  }
  [[nodiscard]] Mask mapped(Mask set) const {
    Mask image = 0;
    each(set, [&](unsigned u) { image |= bit(map_[u]); });
    return image;
  }
  using Form = std::tuple<unsigned, Mask, bool>;
  [[nodiscard]] Form form(unsigned t) const {
    const Game::Step& s = game_.steps[t];
    return {s.v, s.operands, s.before != 0};
  }
  [[nodiscard]] bool same_steps(unsigned v, unsigned image) const {
    if (mapped(game_.taken_over[v]) != game_.taken_over[image]) return false;
    std::vector<Form> mine, other;
    each(game_.own[v], [&](unsigned t) {
      mine.emplace_back(image, mapped(game_.steps[t].operands), game_.steps[t].before != 0);
    });
    each(game_.own[image], [&](unsigned t) { other.push_back(form(t)); });
    std::sort(mine.begin(), mine.end());
    std::sort(other.begin(), other.end());
    return mine == other;
  }
  [[nodiscard]] Permutation with_steps() const {
    Permutation p{.vertex = map_, .step = {}};
    std::map<Form, std::size_t> used;  // equal terms are told apart by their order
    for (unsigned t = 0; t < game_.steps.size(); ++t) {
      const Game::Step& s = game_.steps[t];
      const Form image{map_[s.v], mapped(s.operands), s.before != 0};
      p.step[t] = static_cast<std::uint8_t>(by_form_.at(image)[used[image]++]);
    }
    return p;
  }

  const Game& game_;
  const Colours& colour_;
  Refine refine_;
  std::map<Form, std::vector<unsigned>> by_form_;
  std::array<std::uint8_t, Game::most> map_{};
  Mask taken_ = 0;
  int tries_ = 0;
};

}  // namespace

Symmetry::Symmetry(const Game& game)
    : vertices_(game.vertices), steps_(static_cast<unsigned>(game.steps.size())), step_(game.steps) {
  for (const Game::Step& s : step_) {
    each(s.operands, [&](unsigned u) { operands_.push_back(static_cast<std::uint8_t>(u)); });
    operand_end_.push_back(operands_.size());
  }
  const auto has = [](Mask set, unsigned v) { return set >> v & 1; };
  for (unsigned v = 0; v < vertices_; ++v)
    colour_.push_back(mix(8 + has(game.inputs, v) + 2 * has(game.outputs, v) + 4 * has(game.accs, v) +
                          16 * static_cast<std::uint64_t>(count(game.uses[v])) +
                          4096 * static_cast<std::uint64_t>(count(game.own[v]))));
  Signatures signature{};
  std::copy(colour_.begin(), colour_.end(), signature.begin());
  const auto refine_alone = [this](Signatures& colours) {
    Signatures of_step{};
    for (unsigned t = 0; t < steps_; ++t) of_step[t] = 1 + (step_[t].before != 0 ? 1 : 0);
    refine(colours, of_step, 4);
  };
  refine_alone(signature);
  colour_.assign(signature.begin(), signature.begin() + vertices_);
  Matcher matcher(game, signature, refine_alone);
  for (unsigned v = 0; v < vertices_; ++v) {
    Level level{{static_cast<std::uint8_t>(v)}, {}};
    level.to_base.push_back(identity());
    for (unsigned w = v + 1; w < vertices_; ++w)
      if (const auto p = matcher.find(v, w)) {
        level.orbit.push_back(static_cast<std::uint8_t>(w));
        level.to_base.push_back(after_inverse(identity(), *p));
      }
    if (level.orbit.size() > 1) levels_.push_back(std::move(level));
  }
}

Permutation Symmetry::identity() {
  Permutation same;
  for (unsigned i = 0; i < Game::most; ++i) same.vertex[i] = same.step[i] = static_cast<std::uint8_t>(i);
  return same;
}

Permutation Symmetry::after_inverse(const Permutation& then, const Permutation& turn) const {
  Permutation p = identity();
  for (unsigned i = 0; i < vertices_; ++i) p.vertex[turn.vertex[i]] = then.vertex[i];
  for (unsigned i = 0; i < steps_; ++i) p.step[turn.step[i]] = then.step[i];
  return p;
}

sim::Move Symmetry::carried(const sim::Move& move, const Permutation& by) const {
  sim::Move image{move.kind, by.vertex[move.v], move.term};
  if (move.term < 0) return image;
  for (unsigned t = 0; t < steps_; ++t)
    if (step_[t].v == move.v && step_[t].term == move.term) image.term = step_[by.step[t]].term;
  return image;
}

double Symmetry::order() const {
  double n = 1;
  for (const Level& level : levels_) n *= static_cast<double>(level.orbit.size());
  return n;
}

std::vector<Permutation> Symmetry::generators() const {
  std::vector<Permutation> all;
  for (const Level& level : levels_) all.insert(all.end(), level.to_base.begin() + 1, level.to_base.end());
  return all;
}

void Symmetry::refine(Signatures& signature, const Signatures& of_step, int rounds) const {
  for (int round = 0; round < rounds; ++round) {
    Signatures next = signature;
    const std::uint8_t* u = operands_.data();
    for (unsigned t = 0; t < steps_; ++t) {
      const std::uint8_t* const end = operands_.data() + operand_end_[t];
      const unsigned v = step_[t].v;
      std::uint64_t sum = of_step[t] * 0xc2b2ae3d27d4eb4fU + 3 * signature[v];
      for (const std::uint8_t* w = u; w != end; ++w) sum += signature[*w];
      sum = mix(sum);
      next[v] += sum;
      for (; u != end; ++u) next[*u] += sum * 5;
    }
    for (unsigned v = 0; v < vertices_; ++v) signature[v] = mix(next[v]);
  }
}

Permutation Symmetry::choose(const Signatures& signature) const {
  Permutation p = identity();
  Permutation back = p;  // its inverse, vertices only
  for (const Level& level : levels_) {
    std::size_t best = 0;
    for (std::size_t i = 1; i < level.orbit.size(); ++i)
      if (signature[back.vertex[level.orbit[i]]] < signature[back.vertex[level.orbit[best]]]) best = i;
    if (best == 0) continue;
    const Permutation& u = level.to_base[best];
    for (unsigned v = 0; v < vertices_; ++v) p.vertex[v] = u.vertex[p.vertex[v]];
    for (unsigned t = 0; t < steps_; ++t) p.step[t] = u.step[p.step[t]];
    for (unsigned v = 0; v < vertices_; ++v) back.vertex[p.vertex[v]] = static_cast<std::uint8_t>(v);
  }
  return p;
}

}  // namespace redblue::proofs_check::finder
