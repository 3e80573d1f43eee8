#include <numeric>

#include <redblue/proofs_check/find/orders.hpp>

namespace redblue::proofs_check::finder {
namespace {

using sim::Vertex;

/// List scheduling on a fast memory that forgets what was used longest ago.
class Scheduler {
 public:
  Scheduler(const StepList& steps, std::int64_t M)
      : steps_(steps),
        M_(M),
        red_(steps.vertices()),
        used_(steps.vertices()),
        missing_(steps.size()),
        waits_for_(steps.size()),
        left_(steps.vertices()),
        users_(steps.vertices()),
        done_(steps.size()) {
    for (StepId s = 0; s < steps.size(); ++s) {
      for (const Vertex u : steps.operands(s)) users_[u].push_back(s);
      missing_[s] = static_cast<std::uint32_t>(steps.operands(s).size()) + 1;
    }
    for (Vertex v = 0; v < steps.vertices(); ++v) left_[v] = steps.end(v) - steps.first(v);
    for (StepId s = 0; s < steps.size(); ++s) waits_for_[s] = count_waits(s);
    for (StepId s = 0; s < steps.size(); ++s)
      if (waits_for_[s] == 0) ready_.insert({missing_[s], s});
  }

  std::optional<Order> run(const std::function<bool()>& over) {
    Order order;
    while (!ready_.empty()) {
      if (over && order.size() % steps_between_questions == 0 && over()) return std::nullopt;
      const StepId s = ready_.begin()->second;
      ready_.erase(ready_.begin());
      done_[s] = true;
      order.push_back(s);
      for (const Vertex u : steps_.operands(s)) touch(u);
      touch(steps_.target(s));
      finish(s);
      forget();
    }
    return order;
  }

 private:
  // Unfinished operands, and for a starred term the others of its vertex.
  [[nodiscard]] std::uint32_t count_waits(StepId s) const {
    std::uint32_t n = 0;
    for (const Vertex u : steps_.operands(s)) n += left_[u] > 0 ? 1 : 0;
    const Vertex v = steps_.target(s);
    for (StepId t = steps_.first(v); steps_.starred(s) && t < steps_.end(v); ++t)
      n += steps_.starred(t) ? 0 : 1;
    return n;
  }
  void finish(StepId s) {
    const Vertex v = steps_.target(s);
    --left_[v];
    if (!steps_.starred(s))
      for (StepId t = steps_.first(v); t < steps_.end(v); ++t)
        if (steps_.starred(t)) release(t);
    if (left_[v] == 0)
      for (const StepId t : users_[v]) release(t);
  }
  void release(StepId s) {
    if (--waits_for_[s] == 0) ready_.insert({missing_[s], s});
  }
  void touch(Vertex v) {
    if (red_[v])
      recent_.erase({used_[v], v});
    else
      change(v, true);
    used_[v] = ++clock_;
    recent_.insert({used_[v], v});
  }
  void forget() {
    while (static_cast<std::int64_t>(recent_.size()) > M_) {
      const Vertex v = recent_.begin()->second;
      recent_.erase(recent_.begin());
      change(v, false);
    }
  }
  void change(Vertex v, bool red) {
    red_[v] = red;
    const auto shift = [&](StepId s) {
      if (done_[s]) return;
      const bool queued = waits_for_[s] == 0 && ready_.erase({missing_[s], s}) > 0;
      missing_[s] += red ? ~std::uint32_t{0} : 1;
      if (queued) ready_.insert({missing_[s], s});
    };
    for (const StepId s : users_[v]) shift(s);
    for (StepId s = steps_.first(v); s < steps_.end(v); ++s) shift(s);
  }

  const StepList& steps_;
  std::int64_t M_;
  std::vector<bool> red_;
  std::vector<std::uint64_t> used_;
  std::vector<std::uint32_t> missing_, waits_for_, left_;
  std::vector<std::vector<StepId>> users_;
  std::vector<bool> done_;
  std::set<std::pair<std::uint32_t, StepId>> ready_;
  std::set<std::pair<std::uint64_t, Vertex>> recent_;
  std::uint64_t clock_ = 0;
};

}  // namespace

Order file_order(const StepList& steps) {
  Order order(steps.size());
  std::iota(order.begin(), order.end(), StepId{0});
  return order;
}

Order depth_first_order(const StepList& steps) {
  Order order;
  std::vector<StepId> at(steps.vertices());  // the next step of each vertex
  for (Vertex v = 0; v < steps.vertices(); ++v) at[v] = steps.first(v);
  for (Vertex root = 0; root < steps.vertices(); ++root) {
    if (!steps.is_output(root)) continue;
    std::vector<Vertex> stack{root};
    while (!stack.empty()) {
      const Vertex v = stack.back();
      if (at[v] == steps.end(v)) {
        stack.pop_back();
        continue;
      }
      const std::size_t height = stack.size();
      for (const Vertex u : steps.operands(at[v]))
        if (at[u] != steps.end(u)) stack.push_back(u);
      if (stack.size() == height) order.push_back(at[v]++);
    }
  }
  return order;
}

std::optional<Order> list_order(const StepList& steps, std::int64_t M, const std::function<bool()>& over) {
  return Scheduler(steps, M).run(over);
}

}  // namespace redblue::proofs_check::finder
