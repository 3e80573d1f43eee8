// JSON: {"vertices": ["a", {"id": "b", "label": "B"}], "edges": [["a", "b"]], "outputs": ["b"]}; ids are
// texts or whole numbers, outputs may be left out. What `redblue graph` writes beside them (schema, name,
// kind, colour, terms, last) is passed over; any other key is refused.
#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include <redblue/cli/errors.hpp>
#include <redblue/cli/graphs/edges.hpp>
#include <redblue/study/file_error.hpp>

namespace redblue::cli {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 5> graph_keys{"schema", "name", "vertices", "edges", "outputs"};
constexpr std::array<std::string_view, 6> vertex_keys{"id", "label", "kind", "colour", "terms", "last"};
constexpr std::size_t longest_echo = 60;

class Reader {
 public:
  explicit Reader(const std::string& file) : list_{file, {}, {}, {}} {}

  EdgeList read(const std::string& text) {
    const json all = parse(text);
    if (!all.is_object() || !all.contains("vertices") || !all["vertices"].is_array())
      refuse("an object with \"vertices\" expected");
    refuse_others(all, graph_keys, "of a graph");
    for (const json& v : all["vertices"]) vertex(v);
    for (const json& e : part(all, "edges")) {
      if (!e.is_array() || e.size() != 2) refuse("an edge is [from, to]");
      list_.edges.emplace_back(number(e[0]), number(e[1]));
    }
    for (const json& v : part(all, "outputs")) list_.outputs.push_back(number(v));
    return std::move(list_);
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const { sim::raise(study::FileError(list_.file, what)); }

  /// Nesting is refused while it is parsed: the library copies and destroys what it has by recursion.
  [[nodiscard]] json parse(const std::string& text) const {
    bool deep = false;
    std::size_t elements = 0;
    const auto shallow = [&](int depth, json::parse_event_t, json&) {
      deep = deep || depth > deepest_nesting || ++elements > 4 * most_elements;
      if (deep) throw study::FileError(list_.file, "nested more than 64 deep, or more than 2^24 elements");
      return true;
    };
    try {
      return json::parse(text, shallow);
    } catch (const json::parse_error& e) {
      const std::size_t byte = std::min(e.byte, text.size());
      const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n');
      sim::raise(study::FileError(list_.file, static_cast<std::uint64_t>(line), "is no JSON"));
    } catch (const json::out_of_range&) {
      refuse("holds a number that is too large");
    }
  }
  /// A misspelt key would be a graph without its edges.
  void refuse_others(const json& object, std::span<const std::string_view> known,
                     const std::string& whose) const {
    for (const auto& [key, value] : object.items()) {
      if (std::ranges::find(known, key) != known.end()) continue;
      DidYouMean near(key);
      std::string keys;
      for (const std::string_view k : known) near.offer(k), keys.append(keys.empty() ? "" : ", ").append(k);
      refuse("unknown key \"" + key.substr(0, longest_echo) + "\"" + near.text() + " (keys " + whose + ": " +
             keys + ")");
    }
  }
  [[nodiscard]] json part(const json& all, const char* name) const {
    const json found = all.value(name, json::array());
    if (!found.is_array()) refuse("\"" + std::string(name) + "\" is no array");
    return found;
  }
  [[nodiscard]] std::string id_of(const json& id) const {
    if (id.is_string()) return id.get<std::string>();
    if (!id.is_number_unsigned()) refuse("a vertex is named by a text or a whole number");
    return std::to_string(id.get<std::uint64_t>());
  }
  void vertex(const json& v) {
    if (v.is_object() && !v.contains("id")) refuse("a vertex has no \"id\"");
    if (v.is_object()) refuse_others(v, vertex_keys, "of a vertex");
    const std::string id = id_of(v.is_object() ? v["id"] : v);
    if (!numbers_.emplace(id, list_.labels.size()).second) refuse("vertex " + id + " is declared twice");
    list_.labels.push_back(v.is_object() && v.contains("label") ? id_of(v["label"]) : id);
  }
  [[nodiscard]] std::size_t number(const json& v) const {
    const auto found = numbers_.find(id_of(v));
    if (found == numbers_.end()) refuse("vertex " + id_of(v) + " is not declared");
    return found->second;
  }

  EdgeList list_;
  std::unordered_map<std::string, std::size_t> numbers_;
};

}  // namespace

EdgeList read_json_graph(const std::string& file, const std::string& text) { return Reader(file).read(text); }

}  // namespace redblue::cli
