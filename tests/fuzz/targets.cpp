#include "targets.hpp"

#include <cstdio>
#include <cstdlib>

namespace redblue::fuzz {

Tally::Tally(const char* program) : program_(program) {}

Tally::~Tally() {
  if (executions > 0)
    std::printf("fuzz %s: executions: %llu, accepted: %llu (%.2f %%)\n", program_,
                static_cast<unsigned long long>(executions), static_cast<unsigned long long>(accepted),
                100 * static_cast<double>(accepted) / static_cast<double>(executions));
}

void disagree(std::string_view what, const std::string& one, const std::string& other) {
  std::fprintf(stderr, "fuzz: %.*s\n--- one:\n%s\n--- other:\n%s\n", static_cast<int>(what.size()),
               what.data(), one.c_str(), other.c_str());
  std::abort();
}

}  // namespace redblue::fuzz
