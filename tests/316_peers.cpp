// kernels/bench/peers.py, where its peers are missing, and beside stand-ins of a few lines.
#include <filesystem>

#include "support/process.hpp"
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace redblue::tests;

namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

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

TEST_CASE("peers are timed by the names of their back ends and one that refuses a shape says so") {
  // A torch of a few lines: 2 ms a launch, no cuDNN, and no head dimension above 256.
  const ScratchFolder scratch;
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
                     "  def __init__(self, *shape, **how): self.shape = shape\n"
                     "  zero_ = lambda self: None\n"
                     "empty = randn = Tensor\n"
                     "def attention(q, k, v):\n"
                     "  if q.shape[-1] > 256: raise RuntimeError('head dimension\\nmore')\n"
                     "nn.functional = types.SimpleNamespace(scaled_dot_product_attention=attention)\n");
  (void)scratch.file("torch/nn/__init__.py", "");
  (void)scratch.file("torch/nn/attention.py",
                     "import contextlib, types\n"
                     "SDPBackend = types.SimpleNamespace(FLASH_ATTENTION=1, EFFICIENT_ATTENTION=2, MATH=3)\n"
                     "sdpa_kernel = lambda backend: contextlib.nullcontext()\n");
  const Outcome got = run({"python3", REDBLUE_PEERS}, {"PYTHONPATH=" + scratch.path("")});
  if (got.code == -1 || got.code == 127) return;
  CHECK_MESSAGE(got.code == 0, got.err);
  int timed = 0;
  for (const auto& row : nlohmann::json::parse(got.out)) {
    if (row.at("peer") == "torch_cudnn") CHECK(row.at("refused") == "this PyTorch has no CUDNN_ATTENTION");
    if (row.at("peer") == "torch_math" && row.at("d") == 512) CHECK(row.at("refused") == "head dimension");
    if (!row.contains("seconds")) continue;
    ++timed;
    CHECK(row.at("seconds") == 0.002);
  }
  CHECK(timed == 3 * 4);
}
