// redblue-check GRAPH CERTIFICATE: one line, and an exit code of which only 0 means VALID.
#include <new>

#include <redblue/proofs_check/check/check.hpp>

int main(int count, char** arguments) try {
  using namespace redblue::proofs_check::check;
  if (count != 3) {
    std::fputs("usage: redblue-check GRAPH CERTIFICATE (GRAPH is - for kind counting)\n", stderr);
    return 2;
  }
  const Verdict verdict = check_files(arguments[1], arguments[2]);
  std::puts(verdict.text.c_str());
  std::fflush(stdout);
  return std::ferror(stdout) == 0 ? static_cast<int>(verdict.status) : 3;
} catch (const std::bad_alloc&) {  // where the verdict itself found no room
  std::fputs("NOT CHECKED: limit: out of memory\n", stdout);
  return static_cast<int>(redblue::proofs_check::check::Status::not_checked);
}
