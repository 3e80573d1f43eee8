#include <charconv>
#include <cmath>
#include <optional>

#include <redblue/kernels/metrics.hpp>
#include <redblue/kernels/ncu.hpp>
#include <redblue/sim/error.hpp>

namespace redblue::kernels {
namespace {

constexpr sim::Int128 bytes_of_word = 4;

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

sim::Int128 value_of(const Hardware& hardware, std::string_view name) {
  const auto found = hardware.values.find(name);
  return found == hardware.values.end() ? -1 : found->second;
}

class Table {
 public:
  explicit Table(const std::vector<std::string>& head) : head_(head) {
    for (std::size_t n = 0; n < head.size(); ++n)
      if (head[n] == "Kernel Name") name_ = n;
  }
  [[nodiscard]] bool is_table() const { return name_ < head_.size(); }

  /// Adds a row of policy Plain; false where it is no row.
  bool add(const std::vector<std::string>& row, Hardware& to) const {
    if (row.size() != head_.size()) return false;
    if (row[name_].find("Plain") == row[name_].npos) return true;
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
  std::size_t name_ = static_cast<std::size_t>(-1);
};

std::optional<std::string> judge(const Metric& metric, sim::Int128 got, const sim::Counts& expected) {
  using Held = Metric::Held;
  if (metric.held == Held::reported) return std::nullopt;
  if (got < 0) return std::string(metric.name) + " is missing";
  const bool of_reads = metric.held == Held::reads || metric.held == Held::about_reads;
  const sim::Int128 words =
      metric.held == Held::zero ? 0 : (of_reads ? expected.reads() : expected.writes()).count();
  const sim::Int128 bytes = got * metric.bytes_per_unit;
  const sim::Int128 off =
      bytes > words * bytes_of_word ? bytes - words * bytes_of_word : words * bytes_of_word - bytes;
  const bool roughly = metric.held == Held::about_reads || metric.held == Held::about_writes;
  if (roughly ? off * 1000 <= words * bytes_of_word : off == 0) return std::nullopt;
  return std::string(metric.name) + ": " + sim::to_string(bytes) + " bytes, the simulated words are " +
         sim::to_string(words * bytes_of_word);
}

}  // namespace

double Hardware::hidden_by_l2() const {
  const sim::Int128 sectors = value_of(*this, "lts__t_sectors_srcunit_tex_op_read");
  const sim::Int128 dram = value_of(*this, "dram__bytes_read");
  if (sectors <= 0 || dram < 0) return -1;
  return 1 - static_cast<double>(dram) / (32 * static_cast<double>(sectors));
}

Hardware read_ncu(std::string_view csv) {
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
      table.emplace(row);
      if (!table->is_table())
        sim::raise(sim::InvalidArgument("line " + std::to_string(number) + ": no Kernel Name"));
      units = true;
    } else if (units) {
      units = false;  // the row below the head holds units
    } else if (!table->add(row, hardware)) {
      sim::raise(sim::InvalidArgument("line " + std::to_string(number) + ": no row of counters"));
    }
  }
  if (!table) sim::raise(sim::InvalidArgument("there is no table of ncu --csv --page raw in it"));
  if (hardware.launches == 0) sim::raise(sim::InvalidArgument("the table holds no launch of policy Plain"));
  return hardware;
}

std::vector<std::string> compare_hardware(const Hardware& hardware, const sim::Counts& expected) {
  std::vector<std::string> sentences;
  for (const Metric& metric : metrics)
    if (auto sentence = judge(metric, value_of(hardware, metric.name), expected))
      sentences.push_back(*sentence);
  return sentences;
}

}  // namespace redblue::kernels
