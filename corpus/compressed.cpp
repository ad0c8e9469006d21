// zstd, with a context for each thread: making one costs more than a document.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/compressed.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace opslag::corpus {
namespace {

constexpr int kLevel = 1;  // 3 takes half as long again and saves a hundredth
constexpr std::string_view kMagic = "\x28\xB5\x2F\xFD";

struct Free {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(std::string("a stored document is damaged: ") + what);
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

bool is_compressed(std::string_view bytes) {
  return bytes.starts_with(kMagic);
}

std::string_view decompressed_here(std::string_view bytes) {
  constexpr std::size_t kMostKept = 200'000;
  thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
  thread_local std::string whole;
  const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) fail("it does not say its size");
  if (size > kMostDecompressed) fail("it says to be larger than any document");
  if (whole.size() > kMostKept) whole = std::string();
  if (whole.size() < size) whole.resize(size);
  const std::size_t got = ZSTD_decompressDCtx(context.get(), whole.data(), size, bytes.data(), bytes.size());
  if (ZSTD_isError(got) != 0 || got != size) fail("it can't be decompressed");
  return std::string_view(whole).substr(0, size);
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
