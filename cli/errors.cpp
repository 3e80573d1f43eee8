#include <algorithm>
#include <vector>

#include <redblue/cli/errors.hpp>

namespace redblue::cli {
namespace {

/// Longer names are no typing errors of ours, and the table would be long too.
constexpr std::size_t longest_name = 64;

/// Edits (insert, delete, replace) that make `b` of `a`.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replace});
    }
  }
  return row[b.size()];
}

}  // namespace

void Given::refuse(std::string_view reason) const {
  constexpr std::size_t longest_echo = 200;
  std::string shown = text.substr(0, longest_echo);
  if (text.size() > longest_echo) shown += "...";
  if (text.empty()) shown = "''";
  sim::raise(UsageError(where + name + " " + shown + ": " + std::string(reason)));
}

void DidYouMean::offer(std::string_view name) {
  if (asked_.size() > longest_name || name.size() > longest_name) return;
  const std::size_t distance = edits(asked_, name);
  // A name shares at least half of its letters with what it is taken for.
  if (distance >= distance_ || 2 * distance > std::max(asked_.size(), name.size())) return;
  distance_ = distance;
  best_ = name;
}

std::string DidYouMean::text() const { return best_.empty() ? "" : "; did you mean " + best_ + "?"; }

}  // namespace redblue::cli
