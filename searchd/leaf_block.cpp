// Packs a block's values, four at a time where the processor can.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/leaf_block.h"

#include <bit>
#ifdef __SSSE3__
#include <tmmintrin.h>
#endif

namespace opslag::searchd {

#ifdef __SSSE3__
namespace {

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

}  // namespace
#endif

std::uint64_t LeafBlock::Values::take(std::size_t word, std::uint64_t allowed, float* to) {
  touched[word] = 0;
  float* const values = &of_row[word * 64];
  std::uint64_t rows = 0;
#ifdef __SSSE3__
  const __m128 zero = _mm_setzero_ps();
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
#else
  for (std::size_t i = 0; i < 64; ++i) rows |= std::uint64_t{values[i] > 0} << i;
  rows &= allowed;
  for (std::uint64_t left = rows; left != 0; left &= left - 1) *to++ = values[std::countr_zero(left)];
  std::fill_n(values, 64, 0.0F);
#endif
  return rows;
}

}  // namespace opslag::searchd
