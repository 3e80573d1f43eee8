#include <array>

#include <sys/mman.h>
#include <unistd.h>

#include <redblue/cli/graphs/edges.hpp>
#include <redblue/cli/graphs/load.hpp>
#include <redblue/cli/input.hpp>
#include <redblue/proofs_check/check/check.hpp>
#include <redblue/proofs_check/instances.hpp>
#include <redblue/study/file_error.hpp>

namespace redblue::cli {

namespace check = proofs_check::check;

namespace {

using proofs_check::NamedGraph;

struct FileFormat {
  std::string_view suffix;
  EdgeList (*read)(const std::string&, const std::string&);
};

// To add a format: one row.
constexpr std::array formats{FileFormat{".dot", read_dot}, FileFormat{".gv", read_dot},
                             FileFormat{".graphml", read_graphml}, FileFormat{".xml", read_graphml},
                             FileFormat{".json", read_json_graph}};

/// Text that is opened by a name.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : fd_(::memfd_create("redblue", MFD_CLOEXEC)) {
    while (fd_ >= 0 && !text.empty()) {
      const ssize_t n = ::write(fd_, text.data(), text.size());
      if (n <= 0) sim::raise(sim::Error("no memory for a graph's text"));
      text.remove_prefix(static_cast<std::size_t>(n));
    }
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(fd_); }
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

NamedGraph from_file(const std::string& file) {
  const std::string text = read_file(file, largest_graph_file);
  for (const FileFormat& format : formats)
    if (file.ends_with(format.suffix)) return to_graph(format.read(file, text));
  try {
    return proofs_check::parse_graph_text(text);
  } catch (const proofs_check::GraphError& e) {
    sim::raise(study::FileError(file, e.line, e.what()));
  }
}

NamedGraph by_name(const Given& given) {
  const std::string_view text = given.text;
  const std::string_view family = text.substr(0, text.find(':'));
  DidYouMean near(family);
  bool known = false;
  std::string forms;
  for (const proofs_check::Family& f : proofs_check::graph_families()) {
    known = known || f.id == family;
    near.offer(f.id);
    forms.append(forms.empty() ? "" : ", ").append(f.id).append(":").append(f.numbers);
  }
  if (!known) given.refuse("no such graph" + near.text() + " (graphs are " + forms + ")");
  try {
    return proofs_check::named_graph(text);
  } catch (const proofs_check::GraphError& e) {
    given.refuse(e.what());
  }
}

}  // namespace

NamedGraph load_graph(const Given& given) {
  return proofs_check::looks_like_graph_name(given.text) ? by_name(given) : from_file(given.text);
}

check::Verdict check_texts(std::string_view graph, std::string_view certificate) {
  const MemoryFile first(graph), second(certificate);
  return check::check_files(first.path().c_str(), second.path().c_str());
}

check::Verdict check_without_graph(std::string_view certificate) {
  const MemoryFile file(certificate);
  return check::check_files("-", file.path().c_str());
}

check::Verdict check_named(const Given& graph, const std::string& certificate) {
  bool foreign = proofs_check::looks_like_graph_name(graph.text);
  for (const FileFormat& format : formats) foreign = foreign || graph.text.ends_with(format.suffix);
  if (!foreign) return check::check_files(graph.text.c_str(), certificate.c_str());
  const MemoryFile text(proofs_check::graph_text(load_graph(graph)));
  return check::check_files(text.path().c_str(), certificate.c_str());
}

void require_distinct_files(const Flags& flags) {
  constexpr std::array read_first{"graph", "from-play", "certificate", "lower-certificate", "output"};
  for (std::size_t i = 0; i < read_first.size(); ++i)
    for (std::size_t j = i + 1; j < read_first.size(); ++j) {
      const Given* a = flags.find(read_first[i]);
      const Given* b = flags.find(read_first[j]);
      if (a != nullptr && b != nullptr && a->text == b->text && !a->text.starts_with("/dev/"))
        b->refuse("is the file of --" + std::string(read_first[i]) + " too; give it a name of its own");
    }
}

}  // namespace redblue::cli
