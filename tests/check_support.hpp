// Helpers for tests of the checker: certificates as short texts, a game of plain sets that is written apart
// from the checker's, and a player that makes valid certificates of any graph.
#pragma once

#include <cstdio>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "plain_game.hpp"
#include <sys/mman.h>
#include <unistd.h>

#include <redblue/proofs_check/certificate.hpp>
#include <redblue/proofs_check/check/check.hpp>
#include <redblue/proofs_check/instances.hpp>

namespace redblue::test {

using namespace redblue::proofs_check;
using check::Status;
using check::Verdict;
using sim::Move;
using sim::Moves;
using sim::Vertex;
using Kind = sim::Dag::Kind;

/// A file that lives in memory and is opened by name.
class MemoryFile {
 public:
  MemoryFile() : fd_(memfd_create("redblue", 0)), path_("/proc/self/fd/" + std::to_string(fd_)) {}
  ~MemoryFile() { close(fd_); }
  [[nodiscard]] const char* holding(const std::string& text) const {
    if (ftruncate(fd_, 0) != 0 ||
        pwrite(fd_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()))
      throw std::runtime_error("a file in memory cannot be written");
    return path_.c_str();
  }

 private:
  int fd_;
  std::string path_;
};

/// The checker's verdict on two texts.
inline Verdict verdict_on(const std::string& graph, const std::string& certificate) {
  static const MemoryFile first, second;
  return check::check_files(first.holding(graph), second.holding(certificate));
}

/// "L 0; C 2 1; C 3 !" as moves.
inline Moves moves_of(const std::string& text) {
  Moves moves;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    const std::string one = text.substr(at, end - at);
    const std::size_t begin = one.find_first_not_of(' ');
    char kind = 0;
    char extra[24] = "";
    unsigned v = 0;
    if (begin != one.npos && std::sscanf(one.c_str() + begin, "%c %u %20s", &kind, &v, extra) >= 2)
      moves.push_back({static_cast<Move::Kind>(kind), v,
                       extra[0] == 0     ? Move::whole
                       : extra[0] == '!' ? Move::takes_over
                                         : std::atoi(extra)});
    at = end + 1;
  }
  return moves;
}

inline Pebbling pebbling(const std::string& graph, Rules rules, std::int64_t M, Moves moves) {
  const sim::Words io = cost(moves);
  return {digest(graph), rules, sim::Words{M}, io, std::move(moves)};
}

inline Found found(const Verdict& v) { return {v.rule, v.move}; }

}  // namespace redblue::test
