// Any order of commands (reliability R18): sweep, kill, resume, shard, tear, damage, merge and check against
// a model that knows nothing but lines of text. A kill is an exception out of a system call, so that the file
// is left exactly as a kill leaves it and a trace costs no process.
#include <optional>
#include <random>

#include "fixed_seed.hpp"
#include "sweep_support.hpp"
#include <doctest/doctest.h>

#include <redblue/study/file_error.hpp>
#include <redblue/study/merge.hpp>

using namespace redblue::study;
using namespace redblue::journal_test;

namespace {

struct Killed {};

/// Dies at the n-th write: before it, in the middle of it, or after it.
class DyingCalls : public FileCalls {
 public:
  enum class When { before, halfway, after };
  DyingCalls(std::uint64_t write, When when) : left_(write), when_(when) {}
  ssize_t write(int fd, const void* from, std::size_t bytes) override {
    if (left_-- > 0) return FileCalls::write(fd, from, bytes);
    if (when_ == When::halfway) FileCalls::write(fd, from, bytes / 2);
    if (when_ == When::after) FileCalls::write(fd, from, bytes);
    throw Killed{};
  }

 private:
  std::uint64_t left_;
  When when_;
};

/// A plan, its header line and its records in the order in which one thread writes them.
struct Plan {
  SweepSpace space;
  JournalHeader header;
  std::vector<std::string> lines;
  std::vector<Key> keys;
};

Plan make_plan(const std::string& name, const std::vector<int>& Ns, const std::vector<int>& Ms) {
  SweepAxes axes = small_axes(Ns, Ms);
  axes.schedules.resize(2);
  Plan plan{SweepSpace(axes, 100), {"0.1.0", name}, {}, {}};
  MemorySink sink;
  (void)run_sweep(plan.space, {}, sink);
  SweepWalk walk(plan.space);
  for (const auto& [index, line] : sink.lines)
    plan.lines.push_back(line), plan.keys.push_back(point_key(walk.at(index)));
  return plan;
}

/// Plans that share points.
const std::vector<Plan>& plans() {
  static const std::vector<Plan> all{make_plan("one", {5}, {40, 60, 90}), make_plan("two", {5, 7}, {60, 90})};
  return all;
}

/// A file as the model sees it: whole lines, LF included, and what follows them.
struct Text {
  std::vector<std::string> lines;
  std::string torn;
  [[nodiscard]] std::string bytes() const {
    std::string all;
    for (const std::string& line : lines) all += line;
    return all + torn;
  }
};

enum class Answer { done, refused, conflict, killed };

/// Every line that was ever sealed; all others are damaged.
std::set<std::string>& sealed_lines() {
  static std::set<std::string> lines;
  if (lines.empty())
    for (const Plan& plan : plans())
      lines.insert(plan.lines.begin(), plan.lines.end()), lines.insert(header_line(plan.header));
  return lines;
}

std::string body(const std::string& line) { return line.substr(0, line.size() - 1); }
bool is_good(const std::string& line) { return sealed_lines().contains(line); }
bool is_header(const std::string& line) { return line.starts_with("{\"schema\":\"redblue.journal"); }
std::string key_text(const std::string& line) { return std::string(member(line, "key")); }

/// The simplest description of the commands: lists of lines, searched from end to end.
class Model {
 public:
  std::map<std::string, Text> files;

  Answer sweep(const std::string& name, const Plan& plan, JournalMode mode, std::uint64_t shard,
               std::uint64_t shards, std::optional<std::pair<std::uint64_t, DyingCalls::When>> death) {
    const bool exists = files.contains(name);
    if (exists && !mode.resume && !mode.force) return Answer::refused;
    Text text = exists && !mode.force ? files[name] : Text{};
    const Answer readable = judge_journal(text);
    if (readable == Answer::refused) return readable;
    const std::string head = header_line(plan.header);
    for (const std::string& line : text.lines)
      if (is_header(line) && line != head && !mode.allow_mixed) return Answer::refused;
    if (readable == Answer::conflict) return readable;
    text.torn.clear();
    std::vector<std::string> to_write;
    if (!holds(text, head)) to_write.push_back(head);
    for (std::size_t i = 0; i < plan.lines.size(); ++i)
      if (plan.keys[i].lo % shards == shard && !has_key(text, key_text(plan.lines[i])))
        to_write.push_back(plan.lines[i]);
    for (std::uint64_t n = 0; n < to_write.size(); ++n) {
      const bool dies = death && death->first == n;
      if (!dies || death->second == DyingCalls::When::after) text.lines.push_back(to_write[n]);
      if (dies && death->second == DyingCalls::When::halfway)
        text.torn = to_write[n].substr(0, to_write[n].size() / 2);
      if (dies) return files[name] = text, Answer::killed;
    }
    return files[name] = text, Answer::done;
  }

  Answer merge(const std::string& out, std::vector<std::string> inputs, JournalMode mode) {
    for (const std::string& input : inputs)
      if (input == out && files.contains(out)) return Answer::refused;
    const bool go_on = mode.resume && files.contains(out) && !files[out].bytes().empty();
    if (go_on) inputs.insert(inputs.begin(), out);
    std::vector<std::string> heads, records;
    bool conflict = false;
    for (const std::string& input : inputs) {
      if (!files.contains(input)) return Answer::refused;
      const Text& text = files[input];
      if (judge_journal(text) == Answer::refused || (text.lines.empty() && input != out))
        return Answer::refused;
      for (const std::string& line : text.lines) {
        auto& into = is_header(line) ? heads : records;
        bool known = false;
        for (const std::string& other : into) known = known || other == line;
        if (is_header(line) && !known && !heads.empty() && !mode.allow_mixed) return Answer::refused;
        for (const std::string& other : records)
          conflict = conflict || (!is_header(line) && other != line && key_text(other) == key_text(line));
        if (!known) into.push_back(line);
      }
    }
    if (conflict) return Answer::conflict;
    if (files.contains(out) && !mode.resume && !mode.force) return Answer::refused;
    Text result = go_on ? files[out] : Text{};
    result.torn.clear();
    if (!holds(result, heads.at(0))) result.lines.push_back(heads.at(0));
    for (const std::string& input : inputs)
      for (const std::string& line : files[input].lines)
        if (!holds(result, line)) result.lines.push_back(line);
    return files[out] = result, Answer::done;
  }

  /// What a reader may make of it.
  static Answer judge_journal(const Text& text) {
    if (!text.lines.empty() && (!is_good(text.lines[0]) || !is_header(text.lines[0]))) return Answer::refused;
    if (text.lines.empty() && !begins_header(text.torn)) return Answer::refused;
    for (const std::string& line : text.lines)
      if (!is_good(line)) return Answer::refused;
    for (const std::string& a : text.lines)
      for (const std::string& b : text.lines)
        if (!is_header(a) && !is_header(b) && a != b && key_text(a) == key_text(b)) return Answer::conflict;
    return Answer::done;
  }

 private:
  static bool holds(const Text& text, const std::string& line) {
    return std::find(text.lines.begin(), text.lines.end(), line) != text.lines.end();
  }
  static bool has_key(const Text& text, const std::string& key) {
    for (const std::string& line : text.lines)
      if (!is_header(line) && key_text(line) == key) return true;
    return false;
  }
};

/// The same commands on files.
class Program {
 public:
  explicit Program(const TempDir& dir) : dir_(dir) {}

  Answer sweep(const std::string& name, const Plan& plan, JournalMode mode, std::uint64_t shard,
               std::uint64_t shards, std::optional<std::pair<std::uint64_t, DyingCalls::When>> death) const {
    return answered([&] {
      DyingCalls dying(death ? death->first : 1000, death ? death->second : DyingCalls::When::before);
      Journal journal(dir_.file(name), plan.header, mode, dying);
      JournalSink sink(journal);
      SweepOptions options;
      options.shard = shard, options.shards = shards;
      (void)run_sweep(plan.space, options, sink);
      journal.close();
      return Answer::done;
    });
  }

  Answer merge(const std::string& out, const std::vector<std::string>& inputs, JournalMode mode) const {
    return answered([&] {
      std::vector<std::string> paths;
      for (const std::string& input : inputs) paths.push_back(dir_.file(input));
      return redblue::study::merge(dir_.file(out), paths, mode).conflict_count > 0 ? Answer::conflict
                                                                                   : Answer::done;
    });
  }

  Answer check(const std::string& name, std::vector<std::string>& lines) const {
    return answered([&] {
      read_journal(dir_.file(name),
                   [&](const JournalLine& line) { lines.push_back(std::string(line.text) + "\n"); });
      return Answer::done;
    });
  }

 private:
  static Answer answered(const std::function<Answer()>& command) {
    try {
      return command();
    } catch (const RecordConflict&) {
      return Answer::conflict;
    } catch (const FileError&) {
      return Answer::refused;
    } catch (const Killed&) {
      return Answer::killed;
    }
  }

  const TempDir& dir_;
};

/// One random sequence of commands on a few files.
class Trace {
 public:
  explicit Trace(std::uint64_t seed) : random_(seed), program_(dir_) {}

  /// Empty, or what went wrong.
  std::string run(int steps) {
    for (int step = 0; step < steps; ++step) {
      const std::string what = one_step();
      std::string wrong = agree();
      if (!wrong.empty()) return "step " + std::to_string(step) + ": " + what + ": " + wrong;
    }
    return {};
  }

 private:
  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  std::string name() { return std::string(1, static_cast<char>('a' + below(4))); }
  JournalMode mode() {
    static constexpr std::array modes{resume, resume, resume, fresh, forced, mixed, mixed};
    return modes[below(modes.size())];
  }

  std::string one_step() {
    const std::uint64_t choice = below(10);
    if (choice < 6) return sweep();
    if (choice < 8) return merge();
    return choice == 8 ? tear() : damage();
  }

  std::string sweep() {
    const std::string file = name();
    const Plan& plan = plans()[below(4) == 0 ? 1 : 0];
    const std::uint64_t shards = 1 + below(3);
    const std::uint64_t shard = below(shards);
    const JournalMode how = mode();
    std::optional<std::pair<std::uint64_t, DyingCalls::When>> death;
    if (below(2) == 0) death.emplace(below(plan.lines.size() + 2), static_cast<DyingCalls::When>(below(3)));
    expected_ = model_.sweep(file, plan, how, shard, shards, death);
    got_ = program_.sweep(file, plan, how, shard, shards, death);
    return "sweep " + file + " " + plan.header.plan + " shard " + std::to_string(shard) + "/" +
           std::to_string(shards);
  }

  std::string merge() {
    const std::string out = name();
    std::vector<std::string> inputs;
    for (std::uint64_t n = 1 + below(3); n > 0; --n) inputs.push_back(name());
    const JournalMode how = mode();
    expected_ = model_.merge(out, inputs, how);
    got_ = program_.merge(out, inputs, how);
    std::string text = "merge " + out;
    for (const std::string& input : inputs) text += " " + input;
    return text;
  }

  /// A power cut, or an editor: the file loses its end.
  std::string tear() {
    const std::string file = name();
    expected_ = got_ = Answer::done;
    if (!model_.files.contains(file)) return "nothing to tear";
    const std::string whole = model_.files[file].bytes();
    set(file, whole.substr(0, whole.size() - std::min<std::size_t>(whole.size(), below(400))));
    return "tear " + file;
  }

  /// A flipped bit, or a record that contradicts another under a valid checksum.
  std::string damage() {
    const std::string file = name();
    expected_ = got_ = Answer::done;
    if (!model_.files.contains(file) || model_.files[file].bytes().empty() || below(3) > 0)
      return "no damage";
    std::string bytes = model_.files[file].bytes();
    if (below(2) == 0) {
      bytes[below(bytes.size())] ^= static_cast<char>(1 << below(8));
    } else if (bytes.back() == '\n') {
      std::string forged = plans()[0].lines[below(plans()[0].lines.size())];
      forged = unsealed(body(forged));
      forged.insert(forged.size() - 1, ",\"forged\":true");
      seal(forged);
      sealed_lines().insert(forged);
      bytes += forged;
    }
    set(file, bytes);
    return "damage " + file;
  }

  void set(const std::string& file, const std::string& bytes) {
    put(dir_.file(file), bytes);
    Text text;
    text.lines = lines_of(bytes);
    if (!text.lines.empty() && text.lines.back().back() != '\n')
      text.torn = text.lines.back(), text.lines.pop_back();
    model_.files[file] = text;
  }

  /// The files are what the model says, byte for byte, and so is what a reader sees.
  std::string agree() {
    if (got_ != expected_)
      return "answered " + std::to_string(static_cast<int>(got_)) + ", expected " +
             std::to_string(static_cast<int>(expected_));
    for (const char letter : {'a', 'b', 'c', 'd'}) {
      const std::string file(1, letter);
      const bool exists = std::filesystem::exists(dir_.file(file));
      if (exists != model_.files.contains(file)) return file + (exists ? " exists" : " does not exist");
      if (!exists) continue;
      const Text& text = model_.files[file];
      if (bytes_of(dir_.file(file)) != text.bytes()) return file + " has other bytes";
      std::vector<std::string> lines;
      const Answer answer = program_.check(file, lines);
      const bool readable = Model::judge_journal(text) != Answer::refused;
      if ((answer == Answer::done) != readable)
        return file + (readable ? " cannot be read" : " is read though damaged");
      if (readable && lines != text.lines) return file + " is read as something else";
    }
    return {};
  }

  std::mt19937_64 random_;
  TempDir dir_;
  Program program_;
  Model model_;
  Answer expected_ = Answer::done;
  Answer got_ = Answer::done;
};

}  // namespace

TEST_CASE("any order of sweep, kill, resume, shard, merge, tear, damage and check is what the model says") {
  const std::uint64_t traces = figure("REDBLUE_TRACES", 2000);
  const std::uint64_t seed = figure("REDBLUE_SEED", redblue::test::property_seed);
  for (std::uint64_t n = 0; n < traces; ++n) {
    const std::string wrong = Trace(seed + n).run(12);
    REQUIRE_MESSAGE(wrong.empty(), "trace ", seed + n, ": ", wrong);
  }
  MESSAGE("traces: ", traces, ", seed ", seed);
}
