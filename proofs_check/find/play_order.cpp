#include <algorithm>

#include <redblue/proofs_check/find/play_order.hpp>

namespace redblue::proofs_check::finder {
namespace {

using sim::Move;
using sim::Vertex;
constexpr std::uint32_t never = 0xffffffffU;

class Player {
 public:
  Player(const StepList& steps, const Order& order, std::int64_t M, const PlayOptions& options)
      : steps_(steps),
        order_(order),
        M_(M),
        options_(options),
        red_(steps.vertices()),
        dark_(steps.vertices()),
        started_(steps.vertices()),
        left_(steps.vertices()),
        next_(steps.vertices(), never),
        pinned_(steps.vertices(), never) {
    list_touches();
  }

  std::optional<Play> run() {
    for (now_ = 0; now_ < order_.size(); ++now_) {
      play(order_[now_]);
      if (play_.io >= options_.give_up_at) return std::nullopt;
      if (options_.over && now_ % steps_between_questions == 0 && options_.over()) return std::nullopt;
    }
    return std::move(play_);
  }

 private:
  template <class F>
  void each_touched(StepId s, const F& f) const {
    for (const Vertex u : steps_.operands(s)) f(u);
    f(steps_.target(s));
  }

  // Per vertex, the places in the order that touch it, one list after the other.
  void list_touches() {
    std::vector<std::uint32_t> size(steps_.vertices() + std::size_t{1});
    for (const StepId s : order_) each_touched(s, [&](Vertex v) { ++size[v + 1]; });
    for (std::size_t v = 0; v < steps_.vertices(); ++v) size[v + 1] += size[v];
    touches_.resize(size.back());
    cursor_.assign(size.begin(), size.end() - 1);
    end_.assign(size.begin() + 1, size.end());
    std::vector<std::uint32_t> at = cursor_;
    for (std::uint32_t i = 0; i < order_.size(); ++i)
      each_touched(order_[i], [&](Vertex v) { touches_[at[v]++] = i; });
    for (Vertex v = 0; v < steps_.vertices(); ++v) {
      left_[v] = steps_.end(v) - steps_.first(v);
      if (cursor_[v] != end_[v]) next_[v] = touches_[cursor_[v]];
    }
  }

  void play(StepId s) {
    const Vertex v = steps_.target(s);
    each_touched(s, [&](Vertex u) { pin(u); });
    const Vertex taken = steps_.taken_over(v);
    std::int64_t missing = red_[v] ? 0 : 1;
    for (const Vertex u : steps_.operands(s)) missing += red_[u] ? 0 : 1;
    const bool leaves =
        taken != sim::no_vertex && last_touch(taken) && (!steps_.is_output(taken) || !dark_[taken]);
    const bool no_room = static_cast<std::int64_t>(steps_.operands(s).size()) + 1 > M_;
    const bool over = taken != sim::no_vertex && (leaves || no_room);
    make_room(missing - (over ? 1 : 0));
    for (const Vertex u : steps_.operands(s))
      if (!red_[u]) load(u);
    if (!red_[v] && started_[v]) load(v);
    if (over && !leaves && dark_[taken]) store(taken);
    emit(Move::Kind::compute, v, over ? Move::takes_over : steps_.term(s));
    if (over) set_red(taken, false);
    set_red(v, true);
    dark_[v] = started_[v] = true;
    --left_[v];
    each_touched(s, [&](Vertex u) { advance(u); });
    each_touched(s, [&](Vertex u) { unpin(u); });
  }

  [[nodiscard]] bool last_touch(Vertex v) const { return cursor_[v] + 1 == end_[v]; }
  void advance(Vertex v) {
    ++cursor_[v];
    next_[v] = cursor_[v] == end_[v] ? never : touches_[cursor_[v]];
  }
  [[nodiscard]] auto& queue(Vertex v) { return dark_[v] ? darks_ : lights_; }
  // What the step uses stands in no queue.
  void pin(Vertex v) {
    if (red_[v] && pinned_[v] != now_) queue(v).erase({next_[v], v});
    pinned_[v] = now_;
  }
  void unpin(Vertex v) {
    if (!red_[v]) return;
    if (steps_.is_output(v) && dark_[v] && left_[v] == 0) store(v);
    if (next_[v] == never) {
      emit(Move::Kind::discard, v, Move::whole);
      set_red(v, false);
    } else {
      queue(v).insert({next_[v], v});
    }
  }

  void make_room(std::int64_t words) {
    while (red_count_ + words > M_) {
      const bool light =
          !lights_.empty() && (darks_.empty() || wait(lights_) * options_.store_weight >= wait(darks_));
      auto& from = light ? lights_ : darks_;
      const Vertex v = std::prev(from.end())->second;
      from.erase(std::prev(from.end()));
      if (dark_[v]) store(v);
      emit(Move::Kind::discard, v, Move::whole);
      set_red(v, false);
    }
  }
  using Queue = std::set<std::pair<std::uint32_t, Vertex>>;
  [[nodiscard]] std::int64_t wait(const Queue& queue) const {
    return static_cast<std::int64_t>(queue.rbegin()->first) - static_cast<std::int64_t>(now_);
  }

  void load(Vertex v) {
    emit(Move::Kind::load, v, Move::whole);
    ++play_.io;
    set_red(v, true);
    dark_[v] = false;
  }
  void store(Vertex v) {
    emit(Move::Kind::store, v, Move::whole);
    ++play_.io;
    dark_[v] = false;
  }
  void emit(Move::Kind kind, Vertex v, std::int32_t term) {
    if (options_.keep_moves) play_.moves.push_back({kind, v, term});
  }
  void set_red(Vertex v, bool red) {
    if (red_[v] != red) red_count_ += red ? 1 : -1;
    red_[v] = red;
  }

  const StepList& steps_;
  const Order& order_;
  std::int64_t M_;
  const PlayOptions& options_;
  std::vector<bool> red_, dark_, started_;
  std::vector<std::uint32_t> left_;  ///< steps of v not done
  std::vector<std::uint32_t> next_;  ///< when v is touched next
  std::vector<std::uint32_t> pinned_;
  std::vector<std::uint32_t> touches_, cursor_, end_;
  Queue lights_, darks_;
  std::int64_t red_count_ = 0;
  std::uint32_t now_ = 0;
  Play play_;
};

}  // namespace

std::optional<Play> play_order(const StepList& steps, const Order& order, std::int64_t M,
                               const PlayOptions& options) {
  return Player(steps, order, M, options).run();
}

}  // namespace redblue::proofs_check::finder
