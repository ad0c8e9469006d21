// Reads zip entries through libzip, counting what they unpack to.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "corpus/attachments/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <array>

namespace opslag::corpus {

struct ZipArchive::State {
  zip_t* zip = nullptr;
  ExtractionLimits limits;
  std::size_t unpacked = 0;
};

namespace {

struct EntryCloser {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Entry = std::unique_ptr<zip_file_t, EntryCloser>;

std::string message_of(zip_error_t& error) {
  std::string message = zip_error_strerror(&error);
  zip_error_fini(&error);
  return message;
}

}  // namespace

ZipArchive::ZipArchive(std::string_view bytes, const ExtractionLimits& limits) : state_(std::make_unique<State>()) {
  state_->limits = limits;
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) throw ExtractionError("not a readable archive: " + message_of(error));
  state_->zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (state_->zip == nullptr) state_->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (state_->zip == nullptr) {
    zip_source_free(source);
    throw ExtractionError("not a readable archive: " + message_of(error));
  }
  const zip_int64_t entries = zip_get_num_entries(state_->zip, 0);
  if (entries > static_cast<zip_int64_t>(limits.archive_entries)) {
    zip_discard(state_->zip);
    throw ExtractionError("archive with " + std::to_string(entries) + " entries (limit " +
                          std::to_string(limits.archive_entries) + ")");
  }
}

ZipArchive::~ZipArchive() {
  zip_discard(state_->zip);
}

std::vector<std::string> ZipArchive::names() const {
  std::vector<std::string> found;
  const auto entries = static_cast<zip_uint64_t>(std::max<zip_int64_t>(0, zip_get_num_entries(state_->zip, 0)));
  for (zip_uint64_t i = 0; i < entries; ++i) {
    if (const char* name = zip_get_name(state_->zip, i, ZIP_FL_ENC_GUESS)) found.emplace_back(name);
  }
  return found;
}

bool ZipArchive::has(std::string_view name) const {
  return zip_name_locate(state_->zip, std::string(name).c_str(), ZIP_FL_ENC_GUESS) >= 0;
}

std::optional<std::string> ZipArchive::read(const std::string& name) {
  const zip_int64_t index = zip_name_locate(state_->zip, name.c_str(), ZIP_FL_ENC_GUESS);
  if (index < 0) return std::nullopt;
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat_index(state_->zip, static_cast<zip_uint64_t>(index), 0, &stat) != 0)
    throw ExtractionError("damaged archive entry " + name);
  if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
    throw ExtractionError("encrypted: a password is needed");
  const Entry entry(zip_fopen_index(state_->zip, static_cast<zip_uint64_t>(index), 0));
  if (!entry) throw ExtractionError("damaged archive entry " + name + ": " + zip_strerror(state_->zip));
  const std::size_t packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? std::max<std::size_t>(1, stat.comp_size) : 1;
  const ExtractionLimits& limits = state_->limits;
  std::string data;
  std::array<char, 65536> buffer;
  for (;;) {
    const zip_int64_t count = zip_fread(entry.get(), buffer.data(), buffer.size());
    if (count < 0) throw ExtractionError("damaged archive entry " + name);
    if (count == 0) return data;
    data.append(buffer.data(), static_cast<std::size_t>(count));
    state_->unpacked += static_cast<std::size_t>(count);
    if (state_->unpacked > limits.unpacked)
      throw ExtractionError("archive unpacks to more than " + std::to_string(limits.unpacked >> 20) + " MB");
    if (data.size() > limits.ratio_from &&
        static_cast<double>(data.size()) > limits.ratio * static_cast<double>(packed))
      throw ExtractionError("archive entry " + name + " is packed more than " +
                            std::to_string(static_cast<int>(limits.ratio)) + " times over");
  }
}

}  // namespace opslag::corpus
