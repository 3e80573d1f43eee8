#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include <redblue/algorithms/schedule.hpp>
#include <redblue/kernels/metrics.hpp>
#include <redblue/kernels/ncu.hpp>
#include <redblue/sim/error.hpp>

namespace redblue::kernels {
namespace {

/// Fields of one CSV line; quoted fields may hold commas and doubled quotes.
std::vector<std::string> fields(std::string_view line) {
  std::vector<std::string> all{""};
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      all.emplace_back();
    else if (c != '\r')
      all.back() += c;
  }
  return all;
}

/// A whole number, perhaps with thousands separators or a fraction of zeros.
std::optional<sim::Int128> whole(std::string text) {
  std::erase(text, ',');
  if (const std::size_t dot = text.find('.'); dot != text.npos) {
    if (text.find_first_not_of('0', dot + 1) != text.npos) return std::nullopt;
    text.resize(dot);
  }
  long long n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (error != std::errc{} || end != text.data() + text.size() || n < 0) return std::nullopt;
  return n;
}

/// "name.sum" as the name.
std::string base_name(const std::string& column) { return column.substr(0, column.find(".sum")); }

struct Launched {
  std::string_view schedule;
  std::array<std::string_view, 4> kernels;  ///< the rest are empty
};
constexpr std::array launched{
    Launched{"standard", {"ScoreTilesKernel", "SoftmaxOfHeldRow", "SoftmaxOfPassingRow", "OutputKernel"}},
    Launched{"flash_attention", {"FlashAttentionKernel"}},
    Launched{"flash_attention_2", {"FlashAttention2Kernel"}},
    Launched{"two_phase", {"ScoreTilesKernel", "OnlineOutputKernel"}},
    Launched{"flash_ws", {"FlashWsKernel"}},
    Launched{"two_phase_ws", {"TwoPhaseWsKernel"}},
};

/// `name` is an instance of the template, not of one whose name ends alike.
bool is_of(const std::string& name, std::string_view kernel) {
  const std::size_t at = name.find(std::string(kernel) + "<");
  return at != name.npos && (at == 0 || name[at - 1] == ':' || name[at - 1] == '<' || name[at - 1] == ' ');
}

/// Throws: sim::InvalidArgument for a kernel that the schedule does not launch.
void require_of(const algorithms::Schedule& schedule, const std::string& name, int line) {
  const auto kernels = kernel_names(schedule);
  const auto found = [&](std::string_view kernel) { return is_of(name, kernel); };
  if (kernels.empty() || std::any_of(kernels.begin(), kernels.end(), found)) return;
  std::string own;
  for (const std::string_view kernel : kernels) own += (own.empty() ? "" : ", ") + std::string(kernel);
  sim::raise(sim::InvalidArgument("line " + std::to_string(line) + ": a launch of " + name + ", but " +
                                  std::string(schedule.id) + " launches " + own +
                                  "; give the table of that algorithm"));
}

class Table {
 public:
  Table(const std::vector<std::string>& head, const algorithms::Schedule& schedule)
      : head_(head), schedule_(schedule) {
    for (std::size_t n = 0; n < head.size(); ++n)
      if (head[n] == "Kernel Name") name_ = n;
  }
  [[nodiscard]] bool is_table() const { return name_ < head_.size(); }

  /// Adds a row of policy Plain; false where it is no row. Throws: as require_of.
  bool add(const std::vector<std::string>& row, int line, Hardware& to) const {
    if (row.size() != head_.size()) return false;
    if (row[name_].find("Plain") == row[name_].npos) return true;
    require_of(schedule_, row[name_], line);
    ++to.launches;
    for (const Metric& metric : metrics)
      for (std::size_t n = 0; n < row.size(); ++n) {
        if (base_name(head_[n]) != metric.name) continue;
        const std::optional<sim::Int128> value = whole(row[n]);
        if (!value) return false;
        to.values[std::string(metric.name)] += *value;
      }
    return true;
  }

 private:
  std::vector<std::string> head_;
  const algorithms::Schedule& schedule_;
  std::size_t name_ = static_cast<std::size_t>(-1);
};

}  // namespace

std::span<const std::string_view> kernel_names(const algorithms::Schedule& schedule) {
  for (const Launched& one : launched)
    if (one.schedule == schedule.id) {
      const auto end = std::find(one.kernels.begin(), one.kernels.end(), std::string_view());
      return {one.kernels.begin(), end};
    }
  return {};
}

Hardware read_ncu(std::string_view csv, const algorithms::Schedule& schedule) {
  Hardware hardware;
  std::optional<Table> table;
  bool units = false;
  int number = 0;
  for (std::size_t from = 0; from < csv.size();) {
    const std::size_t end = std::min(csv.find('\n', from), csv.size());
    const std::string_view line = csv.substr(from, end - from);
    from = end + 1;
    ++number;
    if (line.empty() || line.front() != '"') continue;  // what ncu and the program say beside the table
    const std::vector<std::string> row = fields(line);
    if (!table) {
      table.emplace(row, schedule);
      if (!table->is_table())
        sim::raise(sim::InvalidArgument("line " + std::to_string(number) + ": no Kernel Name"));
      units = true;
    } else if (units) {
      units = false;  // the row below the head holds units
    } else if (!table->add(row, number, hardware)) {
      sim::raise(sim::InvalidArgument("line " + std::to_string(number) + ": no row of counters"));
    }
  }
  if (!table) sim::raise(sim::InvalidArgument("there is no table of ncu --csv --page raw in it"));
  if (hardware.launches == 0) sim::raise(sim::InvalidArgument("the table holds no launch of policy Plain"));
  return hardware;
}

}  // namespace redblue::kernels
