#include <redblue/study/json_text.hpp>
#include <redblue/study/record_json.hpp>
#include <redblue/study/record_key.hpp>

namespace redblue::study {

__extension__ typedef unsigned __int128 Hash128;

Key fnv1a_128(std::string_view bytes) {
  constexpr Hash128 prime = (Hash128{1} << 88) + 0x13b;
  Hash128 hash = (Hash128{0x6c62272e07bb0142U} << 64) + 0x62b821756295c58dU;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= prime;
  }
  return {static_cast<std::uint64_t>(hash >> 64), static_cast<std::uint64_t>(hash)};
}

std::string canonical_text(const Point& p) {
  std::string text;
  text.reserve(512);
  text += '{';
  json::field(text, "algorithm", p.schedule != nullptr ? p.schedule->id : "best");
  json::append_name(text, "options");
  append_options(text, p);
  json::append_name(text, "shape");
  append_json(text, p.shape, p.heads, p.batch);
  json::field(text, "M_words", p.M.count());
  json::field(text, "rules", proofs_check::name(p.rules));
  json::field(text, "mode", name(p.mode));
  json::append_name(text, "bits");
  for (const int bits : p.bits) json::append_integer(text += ' ', Int128{bits});
  json::append_name(text, "program");
  append_program(text);
  text += '}';
  return text;
}

Key point_key(const Point& point) { return fnv1a_128(canonical_text(point)); }

std::string record_key(const Point& point) { return to_string(point_key(point)); }

}  // namespace redblue::study
