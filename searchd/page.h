// What all pages share: the frame around a page, and the pages that only say something.
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "searchd/html.h"
#include "searchd/labels.h"
#include "searchd/original_file.h"
#include "searchd/search_request.h"
#include "searchd/web_files.h"
#include "searchd/words.h"

namespace opslag::searchd {

// What a page needs besides its content. Views stay valid while the page is made.
struct PageContext {
  Language lang = Language::da;
  const WebFiles& files;
  const Labels& labels;
  ServedFiles files_served = ServedFiles::none;  // which attachments' files are linked to
};

struct PageFrame {
  std::string title;       // without the site's name
  std::string canonical;   // path of the page itself, for <link rel="canonical">; empty: not to be indexed
  std::string other_lang;  // link to the same page in the other language
  Html main;
};

std::string framed(const PageFrame& frame, const PageContext& page);

// The search form: box, button, and `request`'s filters, so that a new query keeps them.
// `label`: what the box is for; empty: the usual question.
Html search_form(const SearchRequest& request, const PageContext& page, bool with_help, std::string_view label = {});

// <time> and the long date, or the words for no date.
Html date_html(const std::optional<std::string>& date, const PageContext& page);

// " · Åbn filen" behind an attachment's name, where its file is given out.
Html file_link(const corpus::Attachment& attachment, const PageContext& page);

// Links that search for one facet value.
std::string facet_link(corpus::Facet facet, const std::string& value, Language lang);

// A page for an error: title and sentence by status; the search form below. `starting`: no index is open yet.
std::string message_page(int status, const PageContext& page, bool starting = false);

}  // namespace opslag::searchd
