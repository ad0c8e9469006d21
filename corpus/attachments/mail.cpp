// EML through gmime: headers that people read, the text, and what is attached, each on a page of its own.
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmime/gmime.h>

#include <memory>
#include <string>

#include "analyzers/text.h"
#include "corpus/attachments/extractors.h"
#include "corpus/attachments/html.h"

namespace opslag::corpus {
namespace {

constexpr int kMostParts = 1000;
constexpr int kDeepest = 50;  // multiparts within multiparts of one mail

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
template <typename T>
using Owned = std::unique_ptr<T, Unref>;

struct Free {
  void operator()(char* text) const { g_free(text); }
};

class Mail {
 public:
  explicit Mail(TextSink& sink) : sink_(sink) {}

  void read(GMimeMessage* message) {
    sink_.new_page();
    add_line("Emne", g_mime_message_get_subject(message));
    add_addresses("Fra", g_mime_message_get_from(message));
    add_addresses("Til", g_mime_message_get_to(message));
    add_addresses("Cc", g_mime_message_get_cc(message));
    if (GDateTime* date = g_mime_message_get_date(message)) {
      const std::unique_ptr<char, Free> text(g_date_time_format(date, "%Y-%m-%d %H:%M"));
      add_line("Dato", text.get());
    }
    sink_.paragraph_break();
    if (GMimeObject* body = g_mime_message_get_mime_part(message)) walk(body, 0);
  }

 private:
  void add_line(const char* name, const char* value) {
    if (value == nullptr || *value == '\0') return;
    sink_.add(std::string(name) + ": " + analyzers::valid_utf8(value));
    sink_.line_break();
  }
  void add_addresses(const char* name, InternetAddressList* addresses) {
    if (addresses == nullptr || internet_address_list_length(addresses) == 0) return;
    const std::unique_ptr<char, Free> text(internet_address_list_to_string(addresses, nullptr, FALSE));
    add_line(name, text.get());
  }

  void walk(GMimeObject* part, int depth) {
    if (depth > kDeepest || ++parts_ > kMostParts) return sink_.note("a mail of too many parts: the rest is left out");
    if (GMIME_IS_MULTIPART(part)) return walk_multipart(GMIME_MULTIPART(part), depth);
    if (GMIME_IS_MESSAGE_PART(part)) return attach_message(GMIME_MESSAGE_PART(part));
    if (GMIME_IS_PART(part)) add_part(GMIME_PART(part));
  }

  // Of alternatives the plain text is taken, else the last that is text: they say the same.
  void walk_multipart(GMimeMultipart* multipart, int depth) {
    const int count = g_mime_multipart_get_count(multipart);
    GMimeContentType* type = g_mime_object_get_content_type(GMIME_OBJECT(multipart));
    if (g_mime_content_type_is_type(type, "multipart", "encrypted"))
      throw ExtractionError("encrypted: a key is needed");
    if (g_mime_content_type_is_type(type, "multipart", "alternative")) {
      GMimeObject* best = nullptr;
      for (int i = 0; i < count; ++i) {
        GMimeObject* part = g_mime_multipart_get_part(multipart, i);
        if (best == nullptr || !is(best, "text", "plain")) best = part;
      }
      if (best != nullptr) walk(best, depth + 1);
      return;
    }
    for (int i = 0; i < count && !sink_.full(); ++i) walk(g_mime_multipart_get_part(multipart, i), depth + 1);
  }

  static bool is(GMimeObject* part, const char* type, const char* subtype) {
    return g_mime_content_type_is_type(g_mime_object_get_content_type(part), type, subtype);
  }

  void attach_message(GMimeMessagePart* part) {
    GMimeMessage* message = g_mime_message_part_get_message(part);
    if (message == nullptr) return;
    try {
      const TextSink::Nested nested(sink_);
      Mail(sink_).read(message);
    } catch (const ExtractionError& error) {
      sink_.note(std::string("an attached mail: ") + error.what());
    }
  }

  std::string content_of(GMimePart* part) {
    GMimeDataWrapper* wrapper = g_mime_part_get_content(part);
    if (wrapper == nullptr) return {};
    const Owned<GMimeStream> stream(g_mime_stream_mem_new());
    g_mime_data_wrapper_write_to_stream(wrapper, stream.get());
    const GByteArray* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
    return {reinterpret_cast<const char*>(bytes->data), bytes->len};
  }

  void add_part(GMimePart* part) {
    const char* file = g_mime_part_get_filename(part);
    const bool attached = g_mime_part_is_attachment(part) || file != nullptr;
    GMimeObject* object = GMIME_OBJECT(part);
    if (!attached && is(object, "text", "*")) return add_text(part);
    if (file == nullptr) return;  // pictures in the text and the like
    const std::string name = analyzers::valid_utf8(file);
    sink_.paragraph_break();
    sink_.add("Vedhæftet: " + name);
    sink_.paragraph_break();
    try {
      const std::string bytes = content_of(part);
      if (media_type_of(bytes, name).starts_with("image/") && sink_.ocr() == nullptr) return;  // signatures' logos
      sink_.new_page();
      extract_attached(bytes, name, sink_);
    } catch (const ExtractionError& error) {
      sink_.note("attached \"" + name + "\": " + error.what());
    }
  }

  void add_text(GMimePart* part) {
    const std::string bytes = content_of(part);
    GMimeContentType* type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    const char* charset = g_mime_content_type_get_parameter(type, "charset");
    std::string text = analyzers::decode(bytes).text;
    if (charset != nullptr) {
      std::unique_ptr<char, Free> converted(
          g_convert(bytes.data(), static_cast<gssize>(bytes.size()), "UTF-8", charset, nullptr, nullptr, nullptr));
      if (converted) text = converted.get();
    }
    text = g_mime_content_type_is_type(type, "text", "html") ? html_text(text, sink_.limits()) : text;
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t to = std::min(text.find('\n', from), text.size());
      std::string_view line = std::string_view(text).substr(from, to - from);
      if (line.ends_with('\r')) line.remove_suffix(1);
      sink_.add(line);
      sink_.add("\n");
      from = to + 1;
    }
  }

  TextSink& sink_;
  int parts_ = 0;
};

}  // namespace

void extract_mail(std::string_view bytes, TextSink& sink) {
  static const bool started = (g_mime_init(), true);
  static_cast<void>(started);
  const Owned<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size()));
  const Owned<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
  const Owned<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), nullptr));
  if (!message) throw ExtractionError("no readable mail");
  Mail(sink).read(message.get());
}

}  // namespace opslag::corpus
