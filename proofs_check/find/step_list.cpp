#include <algorithm>

#include <redblue/proofs_check/find/step_list.hpp>

namespace redblue::proofs_check::finder {

using sim::Dag;
using sim::Move;
using sim::Vertex;

StepList::StepList(const Dag& dag, Rules rules)
    : taken_over_(dag.size(), sim::no_vertex), output_(dag.size()) {
  const bool with_terms = rules != Rules::classic && rules != Rules::one_shot;
  for (Vertex v = 0; v < dag.size(); ++v) {
    if (dag.kind(v) == Dag::Kind::acc && with_terms) {
      for (const bool starred : {false, true})
        for (std::uint32_t t = 0; t < dag.term_count(v); ++t)
          if (dag.term_is_last(v, t) == starred)
            add(v, static_cast<std::int32_t>(t), dag.term(v, t), starred);
    } else if (dag.kind(v) != Dag::Kind::input) {
      add(v, Move::whole, dag.operands(v), false);
      if (with_terms) taken_over_[v] = dag.in_place(v);
    }
    own_end_.push_back(size());
  }
  for (const Vertex v : dag.outputs()) output_[v] = true;
}

void StepList::add(Vertex v, std::int32_t term, std::span<const Vertex> operands, bool starred) {
  const auto begin = static_cast<std::ptrdiff_t>(operands_.size());
  operands_.insert(operands_.end(), operands.begin(), operands.end());
  std::sort(operands_.begin() + begin, operands_.end());
  operands_.erase(std::unique(operands_.begin() + begin, operands_.end()), operands_.end());
  target_.push_back(v);
  term_.push_back(term);
  starred_.push_back(starred);
  operand_end_.push_back(operands_.size());
}

}  // namespace redblue::proofs_check::finder
