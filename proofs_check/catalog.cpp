#include <algorithm>
#include <array>

#include <redblue/proofs_check/bounds/any_matmul.hpp>
#include <redblue/proofs_check/bounds/compulsory.hpp>
#include <redblue/proofs_check/bounds/matmul.hpp>
#include <redblue/proofs_check/bounds/phase_both.hpp>
#include <redblue/proofs_check/bounds/phase_pv.hpp>
#include <redblue/proofs_check/bounds/saha_ye.hpp>
#include <redblue/proofs_check/catalog.hpp>

namespace redblue::proofs_check {
namespace {

constexpr std::array rows{
    bounds::compulsory,       bounds::phase_pv,          bounds::phase_both,    bounds::phase_both_once,
    bounds::saha_ye_literal,  bounds::saha_ye_sharp,     bounds::saha_ye_theta, bounds::any_matmul,
    bounds::any_matmul_sharp, bounds::any_matmul_binary, bounds::matmul_smith,  bounds::matmul_cosma,
};

}  // namespace

std::span<const Bound> catalog() { return rows; }

const Bound* find(std::string_view id) {
  const auto row = std::ranges::find(rows, id, &Bound::id);
  return row == rows.end() ? nullptr : &*row;
}

}  // namespace redblue::proofs_check
