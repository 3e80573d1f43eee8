#include <string>
#include <vector>

#include <doctest/doctest.h>

#include <redblue/cli/ranges.hpp>

using namespace redblue;
using cli::AxisSpec;
using cli::Given;
using sim::AttentionShape;

namespace {

std::vector<sim::Int128> M_values(const std::string& text,
                                  const AttentionShape& shape = AttentionShape::square(4096, 64)) {
  return AxisSpec(Given{"--M", text, ""}, cli::limit_M, true).values(shape);
}

std::vector<sim::Int128> N_values(const std::string& text) {
  return AxisSpec(Given{"--N", text, ""}, cli::limit_N).values();
}

using V = std::vector<sim::Int128>;

}  // namespace

TEST_CASE("a value, a list and suffixes mean what they say") {
  CHECK(N_values("64") == V{64});
  CHECK(N_values("64,128,96") == V{64, 128, 96});
  CHECK(N_values("1Ki,1k,2Mi,2M,1Gi,1G") == V{1024, 1000, 2 << 20, 2'000'000, 1 << 30, 1'000'000'000});
  CHECK(N_values("64,64,32,64") == V{64, 32});
}

TEST_CASE("a geometric range stops at or before its end") {
  CHECK(N_values("1:16:x2") == V{1, 2, 4, 8, 16});
  CHECK(N_values("1:15:x2") == V{1, 2, 4, 8});
  CHECK(N_values("3:100:x3") == V{3, 9, 27, 81});
  CHECK(N_values("1Ki:8Ki:x2") == V{1024, 2048, 4096, 8192});
  CHECK(N_values("5:5:x2") == V{5});
}

TEST_CASE("a linear range stops at or before its end") {
  CHECK(N_values("64:192:+64") == V{64, 128, 192});
  CHECK(N_values("64:191:+64") == V{64, 128});
  CHECK(N_values("7:7:+1") == V{7});
}

TEST_CASE("a logarithmic range has exact ends, rounds between them and repeats nothing") {
  CHECK(N_values("1:1000:log4") == V{1, 10, 100, 1000});
  CHECK(N_values("1:4:log20") == V{1, 2, 3, 4});
  CHECK(N_values("9:9:log5") == V{9});
  CHECK(N_values("9:99:log1") == V{9});
  const V many = N_values("1Ki:1Mi:log20");
  REQUIRE(many.size() == 20);
  CHECK(many.front() == 1024);
  CHECK(many.back() == 1 << 20);
  for (std::size_t i = 1; i < many.size(); ++i) CHECK(many[i] > many[i - 1]);
}

TEST_CASE("M takes expressions in N and d, rounded down once") {
  CHECK(M_values("d^2") == V{4096});
  CHECK(M_values("d^2/4") == V{1024});
  CHECK(M_values("d^2/4", AttentionShape::square(10, 63)) == V{992});
  CHECK(M_values("d/2*d", AttentionShape::square(10, 3)) == V{4});
  CHECK(M_values("2*N*d") == V{2 * 4096 * 64});
  CHECK(M_values("2*N*d+2*d+4") == V{2 * 4096 * 64 + 132});
  CHECK(M_values("(N+d)*2-1") == V{8319});
  CHECK(M_values("d^2/4:4*d^2:x2") == V{1024, 2048, 4096, 8192, 16384});
  CHECK(M_values("300,d^2,16Ki") == V{300, 4096, 16384});
  CHECK(M_values("Nq*dk+Nk*dv", {2, 3, 5, 7, {}}) == V{31});
  CHECK(M_values("2^10") == V{1024});
  CHECK(M_values("2^53") == V{sim::Int128{1} << 53});
  CHECK(M_values("8-2-1") == V{5});
  CHECK(M_values("64/4/2") == V{8});
  CHECK(M_values("d^0") == V{1});
}

TEST_CASE("N and d must mean one thing in an expression") {
  const AttentionShape rectangular{2, 3, 5, 7, {}};
  CHECK_THROWS_WITH_AS(M_values("N", rectangular), "--M N: N has two values in this shape; write Nq or Nk",
                       cli::UsageError);
  CHECK_THROWS_WITH_AS(M_values("d", rectangular), "--M d: d has two values in this shape; write dk or dv",
                       cli::UsageError);
}

TEST_CASE("an expression that leaves the limits or overflows is refused with its value") {
  CHECK_THROWS_AS(M_values("d-64"), cli::UsageError);
  CHECK_THROWS_AS(M_values("d-65"), cli::UsageError);
  CHECK_THROWS_AS(M_values("d/0"), cli::UsageError);
  CHECK_THROWS_AS(M_values("d/(N-4096)"), cli::UsageError);
  CHECK_THROWS_AS(M_values("2^53+1"), cli::UsageError);
  CHECK_THROWS_AS(M_values("d^60"), cli::UsageError);
  CHECK_THROWS_AS(M_values("d^61"), cli::UsageError);
  CHECK_THROWS_WITH_AS(M_values("d^20"),
                       "--M d^20: must be between 1 and 9007199254740992; at N = 4096, d = 64 it is "
                       "1329227995784915872903807060280344576",
                       cli::UsageError);
}

TEST_CASE("a huge range is counted, never expanded") {
  const AxisSpec all(Given{"--N", "1:4294967296:+1", ""}, cli::limit_N);
  CHECK(all.count() == sim::Int128{1} << 32);
  CHECK_THROWS_AS((void)all.values(), cli::UsageError);
  CHECK_THROWS_AS((void)AxisSpec(Given{"--N", "1:11:+1", ""}, cli::limit_N).values({}, 10), cli::UsageError);
  CHECK(AxisSpec(Given{"--N", "1:10:+1", ""}, cli::limit_N).values({}, 10).size() == 10);
}

TEST_CASE("counting a range agrees with expanding it") {
  for (int first = 1; first <= 12; ++first)
    for (int last = first; last <= 30; ++last)
      for (int by = 1; by <= 5; ++by) {
        const std::string ends = std::to_string(first) + ":" + std::to_string(last) + ":";
        V linear, geometric;
        for (int v = first; v <= last; v += by) linear.push_back(v);
        CHECK(N_values(ends + "+" + std::to_string(by)) == linear);
        if (by < 2) continue;
        for (int v = first; v <= last; v *= by) geometric.push_back(v);
        const AxisSpec spec(Given{"--N", ends + "x" + std::to_string(by), ""}, cli::limit_N);
        CHECK(spec.values() == geometric);
        CHECK(spec.count() == sim::Int128(geometric.size()));
      }
}

TEST_CASE("random text is values within the limits or a refusal that names the flag") {
  std::uint64_t state = 20261120;
  const auto next = [&state](std::uint64_t n) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 33) % n;
  };
  const std::vector<std::string> pieces{"64",         "1", "0",  "128",  "Ki",   "k", "M", "G",
                                        ":",          ",", "x2", "+1",   "log3", "d", "N", "Nq",
                                        "^2",         "*", "/",  "+",    "-",    "(", ")", "9007199254740992",
                                        "4294967297", ".", " ",  "\xff", "x",    "^"};
  int accepted = 0;
  for (int trial = 0; trial < 50'000; ++trial) {
    std::string text;
    for (std::uint64_t n = next(7); n > 0; --n) text += pieces[next(pieces.size())];
    try {
      for (const sim::Int128 v :
           AxisSpec(Given{"--M", text, ""}, cli::limit_M, true).values(AttentionShape::square(96, 12), 1000))
        REQUIRE(cli::limit_M.contain(v));
      ++accepted;
    } catch (const cli::UsageError& e) {
      REQUIRE(std::string(e.what()).starts_with("--M "));
    }
  }
  CHECK(accepted > 1000);
}

TEST_CASE("a duration and a size have units") {
  CHECK(cli::parse_duration({"--time-limit", "10m", ""}) == 600);
  CHECK(cli::parse_duration({"--time-limit", "90s", ""}) == 90);
  CHECK(cli::parse_duration({"--time-limit", "2h", ""}) == 7200);
  CHECK(cli::parse_duration({"--time-limit", "45", ""}) == 45);
  for (const char* bad : {"", "m", "s", "0", "0s", "-1s", "10x", "10mm", "1.5h", "nan", "1e3", "8785h",
                          "99999999999999999999s"})
    CHECK_THROWS_AS((void)cli::parse_duration({"--time-limit", bad, ""}), cli::UsageError);
  CHECK(cli::parse_size({"--mem-limit", "4G", ""}) == 4'000'000'000);
  CHECK(cli::parse_size({"--mem-limit", "512Mi", ""}) == 512 << 20);
  for (const char* bad : {"", "0", "-1", "4g", "4GB", "1.5G", "99999999999999999999999999999999999999999"})
    CHECK_THROWS_AS((void)cli::parse_size({"--mem-limit", bad, ""}), cli::UsageError);
}

TEST_CASE("did you mean names only what is near") {
  const auto hint = [](std::string_view asked) {
    cli::DidYouMean near(asked);
    for (const std::string_view name : {"flash_attention", "flash_attention_2", "two_phase", "best", "M"})
      near.offer(name);
    return near.text();
  };
  CHECK(hint("flash_atention_2") == "; did you mean flash_attention_2?");
  CHECK(hint("Mx") == "; did you mean M?");
  CHECK(hint("bets") == "; did you mean best?");
  CHECK(hint("zzz") == "");
  CHECK(hint("") == "");
  CHECK(hint(std::string(100000, 'a')) == "");
}
