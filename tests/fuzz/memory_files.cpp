#include "memory_files.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace redblue::fuzz {
namespace {

/// What stands for a FILE. Told apart by its address, and only ever handed to the functions below.
struct Stream {
  const char* name;
  std::string_view rest;
  std::size_t chunk = 0;
};
Stream graph_stream{"the graph in memory", {}};
Stream certificate_stream{"the certificate in memory", {}};

Stream* stream(const void* file) {
  if (file == &graph_stream) return &graph_stream;
  return file == &certificate_stream ? &certificate_stream : nullptr;
}

}  // namespace

proofs_check::check::Verdict check_bytes(std::string_view graph, std::string_view certificate,
                                         std::size_t chunk) {
  graph_stream.rest = graph;
  certificate_stream.rest = certificate;
  graph_stream.chunk = certificate_stream.chunk = chunk;
  return proofs_check::check::check_files(graph.empty() ? "-" : graph_stream.name, certificate_stream.name);
}

extern "C" {  // the linker's names
// NOLINTBEGIN(bugprone-reserved-identifier)
std::FILE* __real_fopen(const char* path, const char* mode);
std::size_t __real_fread(void* to, std::size_t size, std::size_t count, std::FILE* file);
int __real_fclose(std::FILE* file);
int __real_ferror(std::FILE* file);
int __real_setvbuf(std::FILE* file, char* buffer, int mode, std::size_t size);

std::FILE* __wrap_fopen(const char* path, const char* mode) {
  for (Stream* s : {&graph_stream, &certificate_stream})
    if (path == s->name) return reinterpret_cast<std::FILE*>(s);
  return __real_fopen(path, mode);
}
std::size_t __wrap_fread(void* to, std::size_t size, std::size_t count, std::FILE* file) {
  Stream* const s = stream(file);
  if (s == nullptr) return __real_fread(to, size, count, file);
  const std::size_t n = std::min({size * count, s->rest.size(), s->chunk});
  std::memcpy(to, s->rest.data(), n);
  s->rest.remove_prefix(n);
  return n / size;
}
int __wrap_fclose(std::FILE* file) { return stream(file) != nullptr ? 0 : __real_fclose(file); }
int __wrap_ferror(std::FILE* file) { return stream(file) != nullptr ? 0 : __real_ferror(file); }
int __wrap_setvbuf(std::FILE* file, char* buffer, int mode, std::size_t size) {
  return stream(file) != nullptr ? 0 : __real_setvbuf(file, buffer, mode, size);
}
// NOLINTEND(bugprone-reserved-identifier)
}

}  // namespace redblue::fuzz
