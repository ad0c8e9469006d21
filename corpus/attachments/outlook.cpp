// MSG: Outlook's mails, through libgsf's compound files; properties by their numbers ([MS-OXMSG], [MS-OXPROPS]).
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gsf/gsf-infile-msole.h>
#include <gsf/gsf-infile.h>
#include <gsf/gsf-input-memory.h>
#include <gsf/gsf-utils.h>

#include <memory>
#include <string>

#include "analyzers/text.h"
#include "corpus/attachments/compressed_rtf.h"
#include "corpus/attachments/extractors.h"
#include "corpus/attachments/html.h"

namespace opslag::corpus {
namespace {

constexpr int kMostAttached = 1000;

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
using Input = std::unique_ptr<GsfInput, Unref>;
using Infile = std::unique_ptr<GsfInfile, Unref>;

std::string bytes_of(GsfInfile* folder, const std::string& name, const ExtractionLimits& limits) {
  const Input input(gsf_infile_child_by_name(folder, name.c_str()));
  if (!input) return {};
  const gsf_off_t size = gsf_input_size(input.get());
  if (size <= 0) return {};
  if (static_cast<std::size_t>(size) > limits.unpacked) throw ExtractionError("a damaged mail: a part is too large");
  std::string bytes(static_cast<std::size_t>(size), '\0');
  if (gsf_input_read(input.get(), bytes.size(), reinterpret_cast<guint8*>(bytes.data())) == nullptr) return {};
  return bytes;
}

std::string from_utf16(std::string_view bytes) {
  std::string marked("\xFF\xFE");
  return analyzers::decode(marked.append(bytes)).text;
}

class OutlookMail {
 public:
  OutlookMail(GsfInfile* mail, TextSink& sink) : mail_(mail), sink_(sink) {}

  void read() {
    sink_.new_page();
    add_line("Emne", property(mail_, "0037"));
    add_line("Fra", property(mail_, "0C1A"));
    add_line("Til", property(mail_, "0E04"));
    add_line("Cc", property(mail_, "0E03"));
    sink_.paragraph_break();
    std::string text = property(mail_, "1000");
    if (text.empty()) {
      const std::string html = bytes_of(mail_, "__substg1.0_10130102", sink_.limits());
      if (!html.empty()) text = html_text(analyzers::decode(html).text, sink_.limits());
    }
    if (text.empty()) read_rtf();
    for (const char c : text) {
      if (c != '\r' && c != '\0') sink_.add(std::string_view(&c, 1));
    }
    attach_all();
  }

 private:
  // What some mails have alone. Where it stands for HTML, the marks are among what RTF says nobody need read.
  void read_rtf() {
    const std::string packed = bytes_of(mail_, "__substg1.0_10090102", sink_.limits());
    if (packed.empty()) return;
    const UnpackedRtf rtf = unpack_rtf(packed, sink_.limits().unpacked);
    if (!rtf.whole) sink_.note("the mail's text is damaged, or cut off");
    if (rtf.text.starts_with("{\\rtf")) extract_rtf(rtf.text, sink_);
  }

  // Text is kept as UTF-16 (001F) or in the writer's code page (001E).
  std::string property(GsfInfile* folder, const std::string& number) const {
    const std::string wide = bytes_of(folder, "__substg1.0_" + number + "001F", sink_.limits());
    if (!wide.empty()) return from_utf16(wide);
    return analyzers::decode(bytes_of(folder, "__substg1.0_" + number + "001E", sink_.limits())).text;
  }

  void add_line(const char* name, const std::string& value) {
    if (value.empty()) return;
    sink_.add(std::string(name) + ": " + value);
    sink_.line_break();
  }

  void attach_all() {
    const int count = std::min(gsf_infile_num_children(mail_), kMostAttached);
    for (int i = 0; i < count && !sink_.full(); ++i) {
      const char* name = gsf_infile_name_by_index(mail_, i);
      if (name == nullptr || !std::string_view(name).starts_with("__attach_version1.0_")) continue;
      const Input child(gsf_infile_child_by_index(mail_, i));
      if (child && GSF_IS_INFILE(child.get())) attach(GSF_INFILE(child.get()));
    }
  }

  void attach(GsfInfile* folder) {
    std::string name = property(folder, "3707");
    if (name.empty()) name = property(folder, "3704");
    if (name.empty()) name = property(folder, "3001");
    sink_.paragraph_break();
    sink_.add("Vedhæftet: " + name);
    sink_.paragraph_break();
    try {
      const Input mail(gsf_infile_child_by_name(folder, "__substg1.0_3701000D"));
      if (mail && GSF_IS_INFILE(mail.get())) {
        const TextSink::Nested nested(sink_);
        return OutlookMail(GSF_INFILE(mail.get()), sink_).read();
      }
      const std::string bytes = bytes_of(folder, "__substg1.0_37010102", sink_.limits());
      if (media_type_of(bytes, name).starts_with("image/") && sink_.ocr() == nullptr) return;  // signatures' logos
      sink_.new_page();
      extract_attached(bytes, name, sink_);
    } catch (const ExtractionError& error) {
      sink_.note("attached \"" + name + "\": " + error.what());
    }
  }

  GsfInfile* mail_;
  TextSink& sink_;
};

}  // namespace

void extract_outlook(std::string_view bytes, TextSink& sink) {
  static const bool started = (gsf_init(), true);
  static_cast<void>(started);
  const Input input(
      gsf_input_memory_new(reinterpret_cast<const guint8*>(bytes.data()), static_cast<gsf_off_t>(bytes.size()), FALSE));
  const Infile mail(input ? gsf_infile_msole_new(input.get(), nullptr) : nullptr);
  if (!mail) throw ExtractionError("no readable mail: it is damaged or cut off");
  OutlookMail(mail.get(), sink).read();
}

}  // namespace opslag::corpus
