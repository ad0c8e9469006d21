// Packs a block's values, sixteen or four at a time where the processor can.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/leaf_block.h"

#include <bit>
#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define OPSLAG_PACKS_SIXTEEN
#endif

namespace opslag::searchd {

namespace {

#ifdef OPSLAG_PACKS_SIXTEEN
__attribute__((target("avx512f"))) std::uint64_t take_sixteens(float* values, std::uint64_t allowed, float* to) {
  const __m512 zero = _mm512_setzero_ps();
  std::uint64_t rows = 0;
  for (unsigned i = 0; i < 64; i += 16) {
    const __m512 sixteen = _mm512_loadu_ps(values + i);
    const __mmask16 some = _mm512_cmp_ps_mask(sixteen, zero, _CMP_GT_OQ);
    const auto wanted = static_cast<__mmask16>(some & (allowed >> i));
    _mm512_storeu_ps(to, _mm512_maskz_compress_ps(wanted, sixteen));
    _mm512_storeu_ps(values + i, zero);
    to += std::popcount(static_cast<unsigned>(wanted));
    rows |= std::uint64_t{wanted} << i;
  }
  return rows;
}
#endif

#ifdef __SSSE3__
// By which of four floats are wanted: their bytes, these at the front.
constexpr std::array<std::array<std::uint8_t, 16>, 16> make_packings() {
  std::array<std::array<std::uint8_t, 16>, 16> packings{};
  for (std::size_t wanted = 0; wanted < 16; ++wanted) {
    std::size_t out = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      if ((wanted >> i & 1) == 0) continue;
      for (std::size_t byte = 0; byte < 4; ++byte) packings[wanted][out++] = static_cast<std::uint8_t>(4 * i + byte);
    }
  }
  return packings;
}
constexpr auto kPackings = make_packings();

std::uint64_t take_some(float* values, std::uint64_t allowed, float* to) {
  const __m128 zero = _mm_setzero_ps();
  std::uint64_t rows = 0;
  for (std::size_t i = 0; i < 64; i += 4) {
    const __m128 four = _mm_loadu_ps(values + i);
    const auto some = static_cast<unsigned>(_mm_movemask_ps(_mm_cmpgt_ps(four, zero)));
    const auto wanted = some & static_cast<unsigned>(allowed >> i & 15);
    const __m128i packing = _mm_loadu_si128(reinterpret_cast<const __m128i*>(kPackings[wanted].data()));
    _mm_storeu_ps(to, _mm_castsi128_ps(_mm_shuffle_epi8(_mm_castps_si128(four), packing)));
    _mm_storeu_ps(values + i, zero);
    to += std::popcount(wanted);
    rows |= std::uint64_t{wanted} << i;
  }
  return rows;
}
#else
std::uint64_t take_some(float* values, std::uint64_t allowed, float* to) {
  std::uint64_t rows = 0;
  for (std::size_t i = 0; i < 64; ++i) rows |= std::uint64_t{values[i] > 0} << i;
  rows &= allowed;
  for (std::uint64_t left = rows; left != 0; left &= left - 1) *to++ = values[std::countr_zero(left)];
  std::fill_n(values, 64, 0.0F);
  return rows;
}
#endif

}  // namespace

std::uint64_t LeafBlock::Values::take(std::size_t word, std::uint64_t allowed, float* to,
                                      [[maybe_unused]] bool widely) {
  touched[word] = 0;
  float* const values = &of_row[word * 64];
#ifdef OPSLAG_PACKS_SIXTEEN
  static const bool sixteen = __builtin_cpu_supports("avx512f") != 0;
  if (sixteen && widely) return take_sixteens(values, allowed, to);
#endif
  return take_some(values, allowed, to);
}

}  // namespace opslag::searchd
