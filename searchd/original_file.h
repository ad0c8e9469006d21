// The file that an attachment was read from, as it lies in its SOURCE.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/generation.h"
#include "corpus/model.h"
#include "searchd/http_message.h"

namespace opslag::searchd {

// Which attachments' files are given out (--files).
enum class ServedFiles {
  none,
  checked,  // those whose whole text was read and holds no personal numbers
  clean,    // not those in which personal numbers were found and masked or refused
  all,
};
std::optional<ServedFiles> served_files_named(std::string_view name);

// Whether a file was there when the index was made, and may be given out.
bool is_served(const corpus::Attachment& attachment, ServedFiles which);
// "/api/v1/attachments/{meeting}/{n}/bilag/{k}/file".
std::string file_url(const corpus::Attachment& attachment);

// The answer with the file, to be saved and never shown by the browser: type by a list of harmless ones, a name that
// can't hurt, a policy that lets it do nothing. Throws Problem(404) with a plain sentence if it is not there, is no
// ordinary file below the folder by a path without links, or is not the one that the index was made from.
HttpResponse original_file(const corpus::Attachment& attachment, const std::filesystem::path& folder);

}  // namespace opslag::searchd
