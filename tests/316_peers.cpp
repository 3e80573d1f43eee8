// kernels/bench/peers.py, where its peers are missing, and beside stand-ins of a few lines.
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "support/contains.hpp"
#include "support/process.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace redblue::tests;

TEST_CASE(
    "the peers that are not installed are rows with the reason, and exit code 77 says that none was timed") {
  const Outcome got = run({"python3", REDBLUE_PEERS});
  if (got.code == -1 || got.code == 127) {
    MESSAGE("skipped: there is no python3");
    return;
  }
  const auto rows = nlohmann::json::parse(got.out);
  REQUIRE(rows.size() >= 2);
  for (const auto& row : rows)
    CHECK((row.contains("seconds") || !row.at("refused").get<std::string>().empty()));
  CHECK(got.code == (contains(got.out, "\"seconds\"") ? 0 : 77));
  CHECK(run({"python3", REDBLUE_PEERS, "--fast"}).code == 2);
}

namespace {

/// A torch of a few lines: 2 ms a launch, no cuDNN, no head dimension above 256, and results that are all one
/// number.
void write_torch(const ScratchFolder& scratch) {
  std::filesystem::create_directories(scratch.path("torch/nn"));
  (void)scratch.file("torch/__init__.py",
                     "import torch.nn.attention, types\n"
                     "__version__, int8, bfloat16 = 'fake', 0, 0\n"
                     "class Event:\n"
                     "  def __init__(self, enable_timing): pass\n"
                     "  record = synchronize = lambda self: None\n"
                     "  elapsed_time = lambda self, other: 2.0\n"
                     "cuda = types.SimpleNamespace(is_available=lambda: True, Event=Event,\n"
                     "  get_device_properties=lambda n: types.SimpleNamespace(L2_cache_size=4))\n"
                     "class Tensor:\n"
                     "  value = 1.0\n"
                     "  def __init__(self, *shape, **how): self.shape = shape\n"
                     "  zero_ = lambda self: None\n"
                     "  float = abs = max = lambda self: self\n"
                     "  item = lambda self: abs(self.value)\n"
                     "  def __sub__(self, other): return of(self.value - other.value)\n"
                     "def of(value):\n"
                     "  t = Tensor()\n"
                     "  t.value = value\n"
                     "  return t\n"
                     "empty = randn = Tensor\n"
                     "empty_like = lambda q: Tensor(*q.shape)\n"
                     "def attention(q, k, v):\n"
                     "  if q.shape[-1] > 256: raise RuntimeError('head dimension\\nmore')\n"
                     "  return of(1.0)\n"
                     "nn.functional = types.SimpleNamespace(scaled_dot_product_attention=attention)\n");
  (void)scratch.file("torch/nn/__init__.py", "");
  (void)scratch.file("torch/nn/attention.py",
                     "import contextlib, types\n"
                     "SDPBackend = types.SimpleNamespace(FLASH_ATTENTION=1, EFFICIENT_ATTENTION=2, MATH=3)\n"
                     "sdpa_kernel = lambda backend: contextlib.nullcontext()\n");
}

/// The rows of one peer beside the modules of a folder.
std::vector<nlohmann::json> rows_of(const std::string& peer, const ScratchFolder& modules) {
  const Outcome got =
      run({"python3", REDBLUE_PEERS}, {"PYTHONPATH=" + modules.path(""), "PYTHONDONTWRITEBYTECODE=1"});
  CHECK_MESSAGE(got.code == 0, got.err);
  std::vector<nlohmann::json> rows;
  for (const auto& row : nlohmann::json::parse(got.out))
    if (row.at("peer").get<std::string>().starts_with(peer)) rows.push_back(row);
  return rows;
}

bool no_python() { return run({"python3", "--version"}).code != 0; }

}  // namespace

TEST_CASE("peers are timed by the names of their back ends and one that refuses a shape says so") {
  if (no_python()) return;
  const ScratchFolder scratch;
  write_torch(scratch);
  int timed = 0;
  for (const auto& row : rows_of("torch", scratch)) {
    if (row.at("peer") == "torch_cudnn") CHECK(row.at("refused") == "this PyTorch has no CUDNN_ATTENTION");
    if (row.at("peer") == "torch_math" && row.at("d") == 512) CHECK(row.at("refused") == "head dimension");
    if (!row.contains("seconds")) continue;
    ++timed;
    CHECK(row.at("seconds") == 0.002);
  }
  CHECK(timed == 3 * 4);
}

TEST_CASE("Triton is timed by its own attention, or by ours where it ships none, or says what it lacks") {
  if (no_python()) return;
  const ScratchFolder scratch;
  write_torch(scratch);
  std::filesystem::create_directories(scratch.path("triton/ops"));
  const std::string version = "__version__ = '2.1.fake'\n";
  (void)scratch.file("triton/__init__.py", version);
  (void)scratch.file("triton/ops/__init__.py",
                     "import torch\nattention = lambda q, k, v, causal, scale: torch.of(1.0)\n");
  const auto old = rows_of("triton", scratch);
  REQUIRE(old.size() == 5);
  CHECK(old[0].at("kernel") == "triton.ops");
  CHECK(old[0].at("version") == "2.1.fake");
  CHECK(old[0].at("seconds") == 0.002);
  CHECK(old[4].at("refused") == "head dimension");  // of the PyTorch that it is held to

  // 3.x: no triton.ops. The stand-in's launches do nothing, so every result is PyTorch's one number.
  std::filesystem::remove_all(scratch.path("triton/ops"));
  const std::string language =
      "from types import SimpleNamespace\n"
      "names = 'arange constexpr dot float32 int64 load max maximum program_id store sum where "
      "zeros'.split()\n"
      "for name in names: globals()[name] = None\n";
  const std::string launches =
      "__version__ = '3.9.fake'\n"
      "cdiv = lambda a, b: -(-a // b)\n"
      "class jit:\n"
      "  def __init__(self, function): pass\n"
      "  def __getitem__(self, grid):\n"
      "    def launch(q, k, v, o, scale, n, D, ROWS, KEYS, num_warps, num_stages):\n"
      "      assert grid == (n // ROWS, q.shape[1]) and D == q.shape[3]\n"
      "      o.value = VALUE\n"
      "    return launch\n";
  (void)scratch.file("triton/__init__.py", launches + "VALUE = 1.01\n");
  (void)scratch.file("triton/language.py", language);
  const auto lacking = rows_of("triton", scratch);
  REQUIRE(lacking.size() == 1);
  CHECK(lacking[0].at("refused") ==
        "Triton 3.9.fake has no triton.ops, which 2.x had, and its triton.language lacks what our own kernel "
        "needs: exp2");
  (void)scratch.file("triton/language.py", language + "exp2 = None\n");
  const auto ours = rows_of("triton", scratch);
  REQUIRE(ours.size() == 5);
  for (std::size_t n = 0; n < 4; ++n) CHECK(ours[n].at("seconds") == 0.002);
  CHECK(ours[0].at("kernel") == "kernels/bench/triton_attention.py, not tuned");
  (void)scratch.file("triton/__init__.py", launches + "VALUE = 1.03\n");
  for (const auto& row : rows_of("triton", scratch)) {
    CHECK(!row.contains("seconds"));
    if (row.at("d") < 512) CHECK(row.at("refused") == "a wrong result: off by 0.03, largest is 1");
  }
}

TEST_CASE(
    "our own attention in Triton is attention on a stand-in that runs its programs, and no fault of it is") {
  if (no_python()) return;
  const std::string here = REDBLUE_FAKE_TRITON;  // tests/kernels
  const auto runs = [&](const std::string& folder) {
    return run({"python3", here + "/run_triton_attention.py"},
               {"PYTHONPATH=" + folder + ":" + here + "/fake_triton", "PYTHONDONTWRITEBYTECODE=1"});
  };
  const std::string folder = std::filesystem::path(REDBLUE_PEERS).parent_path();
  const Outcome right = runs(folder);
  CHECK_MESSAGE(right.code == 0, right.out << right.err);
  const std::string text = read_all(folder + "/triton_attention.py");
  for (const auto& [from, to] :
       {std::pair<std::string, std::string>{"o * factor[:, None] + ", "o + "},
        {"l = l * factor", "l = l"},
        {"tl.dot(q, k) * scale, -float(\"inf\")", "tl.dot(q, k) * scale, 0.0"},
        {"mask=keys[:, None] < N", "mask=keys[:, None] < N + 1"},
        {"tl.program_id(1).to(tl.int64) * N * D", "tl.program_id(1).to(tl.int64) * D"},
        {"scale * LOG2_E", "scale"}}) {
    const ScratchFolder scratch;
    std::string faulty = text;
    const std::size_t at = faulty.find(from);
    REQUIRE_MESSAGE(at != faulty.npos, from);
    (void)scratch.file("triton_attention.py", faulty.replace(at, from.size(), to));
    CHECK_MESSAGE(runs(scratch.path("")).code == 1, to);
  }
}
