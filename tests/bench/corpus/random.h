// Random numbers that are the same on every machine, for the made corpus. One Random a meeting, so that meetings can be
// made in any order. SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace opslag::bench {

// SplitMix64 (Steele, Lea and Flood 2014). Not thread-safe; cheap to copy.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(mix(seed + 0x9E3779B97F4A7C15U)) {}
  Random(std::uint64_t seed, std::uint64_t stream) : Random(mix(seed) ^ (stream * 0xD1342543DE82EF95U)) {}

  std::uint64_t next() { return mix(state_ += 0x9E3779B97F4A7C15U); }
  double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }  // [0, 1)
  bool chance(double probability) { return unit() < probability; }
  // 0 … size − 1, all alike. REQUIRES: size > 0
  std::size_t below(std::size_t size) {
    return static_cast<std::size_t>(((next() >> 32U) * static_cast<std::uint64_t>(size)) >> 32U);
  }
  std::size_t between(std::size_t first, std::size_t last) { return first + below(last - first + 1); }
  // 0 … size − 1, the r-th about as often as 1 / (r + offset): Zipf and Mandelbrot's law, continuous. REQUIRES: offset
  // > 0
  std::size_t zipf(std::size_t size, double offset) {
    const double rank = offset * (std::pow((static_cast<double>(size) + offset) / offset, unit()) - 1);
    const auto index = static_cast<std::size_t>(rank);
    return index < size ? index : size - 1;
  }
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - unit()));
    return radius * std::cos(2 * std::numbers::pi * unit());
  }
  double log_normal(double median, double sigma) { return median * std::exp(sigma * normal()); }

  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t state_;
};

}  // namespace opslag::bench
