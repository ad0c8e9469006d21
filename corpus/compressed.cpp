// zstd, with a context for each thread: making one costs more than a document. LZ4 needs none.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/compressed.h"

#include <lz4.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>

#include "analyzers/varint.h"

namespace opslag::corpus {
namespace {

constexpr int kLevel = 1;  // 3 takes half as long again and saves a hundredth
constexpr std::string_view kMagic = "\x28\xB5\x2F\xFD", kQuickMagic = "LZ";

struct Free {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(std::string("a stored document is damaged: ") + what);
}

// This thread's memory for so many bytes.
char* memory_for(std::size_t size) {
  constexpr std::size_t kMostKept = 200'000;
  thread_local std::string whole;
  if (whole.size() > kMostKept) whole = std::string();
  if (whole.size() < size) whole.resize(size);
  return whole.data();
}

std::string_view quickly_decompressed(std::string_view bytes) {
  bytes.remove_prefix(kQuickMagic.size());
  const std::optional<std::uint64_t> size = analyzers::take_varint(bytes);
  if (!size || *size > kMostQuick) fail("it does not say its size");
  char* const whole = memory_for(kMostQuick);
  const int got = LZ4_decompress_safe(bytes.data(), whole, static_cast<int>(std::min(bytes.size(), 2 * kMostQuick)),
                                      static_cast<int>(*size));
  if (got < 0 || static_cast<std::uint64_t>(got) != *size) fail("it can't be decompressed");
  return {whole, *size};
}

}  // namespace

std::string compressed(std::string_view bytes) {
  thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
  std::string small(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size =
      ZSTD_compressCCtx(context.get(), small.data(), small.size(), bytes.data(), bytes.size(), kLevel);
  if (ZSTD_isError(size) != 0) throw std::runtime_error("a document can't be compressed");
  small.resize(size);
  return small;
}

std::string quickly_compressed(std::string_view bytes) {
  if (bytes.size() > kMostQuick) return compressed(bytes);
  std::string small(kQuickMagic);
  analyzers::put_varint(small, bytes.size());
  const std::size_t head = small.size();
  const int room = LZ4_compressBound(static_cast<int>(bytes.size()));
  small.resize(head + static_cast<std::size_t>(room));
  const int size = LZ4_compress_default(bytes.data(), &small[head], static_cast<int>(bytes.size()), room);
  if (size <= 0) throw std::runtime_error("a document can't be compressed");
  small.resize(head + static_cast<std::size_t>(size));
  return small;
}

bool is_compressed(std::string_view bytes) {
  return bytes.starts_with(kQuickMagic) || bytes.starts_with(kMagic);
}

std::string_view decompressed_here(std::string_view bytes) {
  if (bytes.starts_with(kQuickMagic)) return quickly_decompressed(bytes);
  thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
  const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) fail("it does not say its size");
  if (size > kMostDecompressed) fail("it says to be larger than any document");
  char* const whole = memory_for(size);
  const std::size_t got = ZSTD_decompressDCtx(context.get(), whole, size, bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0 || got != size) fail("it can't be decompressed");
  return {whole, size};
}

std::string decompressed(std::string_view bytes) {
  return std::string(decompressed_here(bytes));
}

std::string inflated(std::string_view bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) fail("there is no memory to inflate it");
  const std::unique_ptr<z_stream, int (*)(z_stream*)> ends(&stream, inflateEnd);
  std::string whole;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // which zlib leaves as they are
  stream.avail_in = static_cast<uInt>(bytes.size());
  for (int state = Z_OK; state != Z_STREAM_END;) {
    const std::size_t done = whole.size();
    if (done >= kMostDecompressed) fail("it is larger than any document");
    whole.resize(std::max<std::size_t>(4 * bytes.size(), 2 * done));
    stream.next_out = reinterpret_cast<Bytef*>(&whole[done]);
    stream.avail_out = static_cast<uInt>(whole.size() - done);
    state = inflate(&stream, Z_NO_FLUSH);
    whole.resize(whole.size() - stream.avail_out);
    if (state != Z_STREAM_END && (state != Z_OK || stream.avail_out != 0)) fail("it can't be inflated");
  }
  return whole;
}

}  // namespace opslag::corpus
