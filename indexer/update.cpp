// The update as a story: plan, read, give ids, compare with what the index holds, write, publish.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/update.h"

#include <malloc.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "indexer/index_writer.h"
#include "indexer/known_lines.h"
#include "indexer/meeting_documents.h"
#include "indexer/meeting_spool.h"
#include "indexer/parallel.h"
#include "indexer/source_intake.h"
#include "indexer/source_plan.h"

namespace opslag::indexer {
namespace {
using corpus::DocumentKind;
using corpus::SourceState;

class Update {
 public:
  Update(const UpdateOptions& options, const Environment& environment)
      : options_(options),
        environment_(environment),
        writer_(options.index, environment.analyzer,
                options.rebuild ? IndexWriter::Start::rebuild : IndexWriter::Start::update, environment.make_tokenizer,
                thread_count(options.threads), environment.extract),
        spool_(writer_.scratch() / "meetings", options.texts_in_memory) {
    writer_.resume(environment.analyzer + environment.reader);
    writer_.bound_memory(options.building);
  }

  UpdateReport run(SourcePlan plan) {
    plan_ = std::move(plan);
    report_.failed = plan_.failed;
    if (options_.rebuild) drop_kept();
    for (SourceTask& task : plan_.read) tell_known_items(task);
    SourceIntake intake(options_, environment_, spool_, [this] { check_stop(); });
    sources_ = intake.read(plan_, report_);
    ::malloc_trim(0);  // what reading took and gave back would else stay beside what building takes
    give_ids();
    list_old_meetings();
    write();
    return publish();
  }

  void warn(std::vector<corpus::Failure> warnings) { report_.warnings = std::move(warnings); }
  const std::vector<SourceState>& known() const { return writer_.known_sources(); }

 private:
  void check_stop() {
    if (!options_.stop()) return;
    writer_.keep_runs();
    throw Interrupted();
  }

  // Items are passed over by what the index holds of the meeting that has their line's id.
  void tell_known_items(SourceTask& task) const {
    const auto before = plan_.before.find(task.path);
    if (!task.file.known_lines || !task.file.lines || before == plan_.before.end()) return;
    const SourceState& state = before->second;
    if (state.root != task.file.root || state.name != task.file.name) return;  // items say what it is called
    const auto meetings = std::make_shared<const std::set<std::string>>(state.meetings.begin(), state.meetings.end());
    task.file.known_items = [this, meetings](const std::string& meeting) {
      return meetings->contains(meeting) ? writer_.items_of(meeting) : std::vector<corpus::ItemReference>{};
    };
  }

  // An index made anew holds nothing of the old generation: what can't be read now is not in it.
  void drop_kept() {
    for (const SourceState& state : plan_.kept) warn_of_loss(state, report_);
    plan_.kept.clear();
  }

  // Meetings whose lines were passed over stay as they are in the index: nobody else gets their ids.
  void hold_passed_lines(ReadSource& source, SourceState& before, corpus::IdGiver& giver) {
    source.held = held_lines(source.lines, before);
    std::set<std::string> held;
    for (const HeldLine& line : source.held) {
      if (line.meeting.empty()) continue;
      giver.reserve(line.meeting, source.task.path + '\0');
      held.insert(line.meeting);
    }
    std::erase_if(before.meetings, [&](const std::string& meeting) { return held.contains(meeting); });
  }

  // Ids once given are kept while their source lasts; new ones go by start time, then path.
  void give_ids() {
    corpus::IdGiver giver;
    const auto reserve = [&](const SourceState& state) {
      for (const std::string& id : state.meetings) giver.reserve(id, state.path);
    };
    std::for_each(plan_.kept.begin(), plan_.kept.end(), reserve);
    std::for_each(plan_.unchanged.begin(), plan_.unchanged.end(), reserve);
    for (ReadSource& source : sources_) {
      const auto before = plan_.before.find(source.task.path);
      if (before == plan_.before.end()) continue;
      hold_passed_lines(source, before->second, giver);
      reserve(before->second);
    }
    const auto key = [](const ReadSource& source) {
      std::string start = "~";
      for (const corpus::Meeting& meeting : source.meetings) start = std::min(start, meeting.start.value_or("~"));
      return std::pair(start, source.task.path);
    };
    std::sort(sources_.begin(), sources_.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    for (ReadSource& source : sources_) {
      const auto before = plan_.before.find(source.task.path);
      const bool known = before != plan_.before.end();
      std::vector<std::string> said;
      for (const corpus::Meeting& meeting : source.meetings) said.push_back(meeting.id);
      giver.assign(source.meetings, source.task.path, known ? before->second.meetings : std::vector<std::string>{});
      if (hold_items_of_others(source.lines, source.meetings, said)) read_whole_lines(source);
    }
    // Documents lie in the index in the order of paths, however ids were given.
    std::sort(sources_.begin(), sources_.end(), [](const auto& a, const auto& b) { return a.task.path < b.task.path; });
  }

  // Two lines say the same id, which is rare: nothing of the lines that changed is passed over then.
  void read_whole_lines(ReadSource& source) {
    source.task.file.known_items = {};
    Reading reading = read_file(environment_.read, source.task.file);
    if (reading.failure) {
      throw corpus::IndexError(source.task.path + " could not be read again: " + *reading.failure +
                               "; nothing was changed: update again");
    }
    const auto same = [](const corpus::MeetingLine& a, const corpus::MeetingLine& b) {
      return a.hash == b.hash && a.read == b.read;
    };
    std::vector<corpus::MeetingLine>& lines = reading.result.lines;
    if (!std::equal(lines.begin(), lines.end(), source.lines.begin(), source.lines.end(), same))
      throw corpus::IndexError(source.task.path + " changed while it was read; nothing was changed: update again");
    source.lines = std::move(lines);
    for (std::size_t i = 0; i < source.meetings.size(); ++i) source.places[i] = spool_.put(reading.result.meetings[i]);
  }

  void list_old_meetings() {
    for (const auto& [path, state] : plan_.before) old_meetings_.insert(state.meetings.begin(), state.meetings.end());
  }

  // Into `old_`, unless they were found before.
  void find_old_documents(const std::string& meeting) {
    if (old_meetings_.erase(meeting) == 0) return;
    for (DocumentRecord& record : writer_.documents_of(meeting)) old_.emplace(record.term, std::move(record));
  }

  void remove_old_documents() {
    for (const auto& [term, record] : old_) {
      writer_.remove(record);
      if (record.kind == DocumentKind::item) ++report_.removed;
    }
    old_.clear();
  }

  void write() {
    constexpr std::size_t kMany = 3'000;
    std::size_t known = 0;
    for (const ReadSource& source : sources_) {
      items_ += source.items;
      for (const corpus::MeetingLine& line : source.lines) known += line.known_titles.size();
    }
    if (items_ - known >= kMany && environment_.expect_many) environment_.expect_many();
    for (ReadSource& source : sources_) {
      check_stop();
      SourceState state{source.task.path, source.task.file.root, source.task.file.name, source.task.hash, {}, 0, 0};
      if (source.lines.empty()) {
        for (std::size_t i = 0; i < source.meetings.size(); ++i) write(whole_meeting(source, i), {}, state);
      } else {
        write_lines(source, state);
      }
      source = {};
      states_.push_back(std::move(state));
    }
    options_.progress("indexing", items_, items_);
    while (!old_meetings_.empty()) {
      find_old_documents(std::string(*old_meetings_.begin()));
      remove_old_documents();
    }
  }

  // Each line is a meeting that was read or one that the index holds.
  void write_lines(ReadSource& source, SourceState& state) {
    state.context = source.task.context;
    std::size_t meeting = 0;
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
      corpus::SourceLine line{source.lines[i].hash, 0, 0};
      if (source.lines[i].read) {
        const std::uint64_t items = state.items, withheld = state.withheld;
        write(whole_meeting(source, meeting++), source.lines[i], state);
        line.items = state.items - items;
        line.withheld = state.withheld - withheld;
      } else {
        line = source.held[i].line;
        state.meetings.push_back(source.held[i].meeting);
        state.items += line.items;
        state.withheld += line.withheld;
        report_.unchanged += line.items;
      }
      state.lines.push_back(std::move(line));
    }
  }

  // Under the id that it was given.
  corpus::Meeting whole_meeting(ReadSource& source, std::size_t i) {
    corpus::Meeting& head = source.meetings[i];
    if (!source.places[i]) return std::move(head);
    corpus::Meeting meeting = spool_.take(*source.places[i]);
    meeting.id = std::move(head.id);
    corpus::assign_item_ids(meeting);
    return meeting;
  }

  void write(const corpus::Meeting& meeting, const corpus::MeetingLine& line, SourceState& state) {
    options_.progress("indexing", written_, items_);
    written_ += meeting.items.size();
    MeetingDocuments plan = plan_documents(meeting, line);
    state.meetings.push_back(meeting.id);
    if (lacks_a_file(meeting)) state.hash.clear();
    state.items += plan.items;
    state.withheld += plan.withheld;
    find_old_documents(meeting.id);
    for (const std::string& item : plan.kept) keep(item);
    write(std::move(plan));
    remove_old_documents();
  }

  // An item stays as it is, and so do its attachments.
  void keep(const std::string& item) {
    if (old_.erase(corpus::boolean_term(corpus::kIdPrefix, item)) == 0)
      throw corpus::IndexError("the index lacks " + item + "; make it anew with `opslag-indexer update --rebuild`");
    const auto attachment = [&](std::size_t number) {
      return corpus::boolean_term(corpus::kIdPrefix, item + "/bilag/" + std::to_string(number));
    };
    for (std::size_t number = 1; old_.erase(attachment(number)) > 0;) ++number;
    ++report_.unchanged;
  }

  // An attachment's file is there and could not be read: its source is read again next time, whether it changes or not.
  static bool lacks_a_file(const corpus::Meeting& meeting) {
    return std::any_of(meeting.items.begin(), meeting.items.end(), [](const corpus::AgendaItem& item) {
      return std::any_of(item.attachments.begin(), item.attachments.end(), [](const corpus::Attachment& attachment) {
        return !attachment.path.empty() && attachment.content.empty();
      });
    });
  }

  enum class Difference { none, stored, content, absent };

  // An item and its attachments are written together, so that they lie together: an item's document holds the words of
  // its attachments, and is made anew from theirs. An item counts as changed if it or one of them is of another
  // content.
  void write(MeetingDocuments&& plan) {
    for (std::size_t i = 0; i < plan.documents.size();) {
      check_stop();
      std::size_t end = i + 1;
      while (end < plan.documents.size() && plan.documents[end].stored.kind == DocumentKind::attachment) ++end;
      write_group(plan.documents, i, end);
      i = end;
    }
  }

  void write_group(std::vector<PlannedDocument>& documents, std::size_t begin, std::size_t end) {
    Difference first = Difference::none, most = Difference::none;
    for (std::size_t i = begin; i < end; ++i) {
      const Difference difference = compare(documents[i]);
      if (i == begin) first = difference;
      most = std::max(most, difference);
    }
    // What an item lost is rewritten without it.
    const std::size_t gone =
        documents[begin].stored.kind == DocumentKind::item ? lost_attachments(documents, begin, end) : 0;
    if (gone > 0) most = std::max(most, Difference::content);
    for (std::size_t i = begin; i < end; ++i) {
      const auto old = old_.find(unique_term(documents[i].stored));
      if (old != old_.end()) {
        const DocumentRecord record = std::move(old->second);
        old_.erase(old);
        documents[i].same_words = most == Difference::stored && !joins_files(documents[begin]);
        if (most != Difference::none) writer_.remove(record, !documents[i].same_words);
      }
    }
    if (documents[begin].stored.kind == DocumentKind::item) {
      ++(first == Difference::absent   ? report_.added
         : most >= Difference::content ? report_.changed
                                       : report_.unchanged);
    }
    if (most == Difference::none) return;
    for (std::size_t i = begin; i < end; ++i) writer_.add(std::move(documents[i]));
  }

  // A file's text may be read differently now.
  static bool joins_files(const PlannedDocument& document) {
    const std::vector<corpus::Attachment>& attachments = document.stored.item.attachments;
    return std::any_of(attachments.begin(), attachments.end(),
                       [](const corpus::Attachment& attachment) { return !attachment.path.empty(); });
  }

  Difference compare(const PlannedDocument& document) const {
    const auto old = old_.find(unique_term(document.stored));
    if (old == old_.end()) return Difference::absent;
    const ContentHash hash = content_hash(document.stored, document.position);
    if (is_to_be_tried_again(document.stored)) return Difference::content;
    if (old->second.hash.whole == hash.whole) return Difference::none;
    return old->second.hash.content == hash.content ? Difference::stored : Difference::content;
  }

  bool is_to_be_tried_again(const corpus::Stored& stored) const {
    if (!environment_.try_again || stored.kind != DocumentKind::attachment) return false;
    const std::string& content = stored.item.attachments.at(stored.attachment).content;
    return !content.empty() && environment_.try_again(content);
  }

  // Attachments that the index holds behind the item and that it has no more: their places count on.
  std::size_t lost_attachments(const std::vector<PlannedDocument>& documents, std::size_t begin,
                               std::size_t end) const {
    corpus::Stored next = documents[begin].stored;
    next.kind = DocumentKind::attachment;
    corpus::Attachment after;
    after.id = next.item.id + "/bilag/" + std::to_string(end - begin);
    next.item.attachments.assign(1, after);
    next.attachment = 0;
    return old_.contains(unique_term(next)) ? 1 : 0;
  }

  UpdateReport publish() {
    check_stop();
    for (const SourceState& state : plan_.unchanged) report_.unchanged += state.items;
    for (auto* list : {&plan_.unchanged, &plan_.kept}) {
      std::move(list->begin(), list->end(), std::back_inserter(states_));
    }
    for (const SourceState& state : states_) report_.withheld += state.withheld;
    options_.progress("publishing", 0, 1);
    const corpus::Generation& generation = writer_.publish(std::move(states_));
    options_.progress("publishing", 1, 1);
    report_.meetings = generation.meetings;
    report_.items = generation.items;
    report_.attachments = generation.attachments;
    report_.generation = generation.number;
    report_.published = writer_.published();
    for (corpus::Failure& problem : writer_.text_problems()) report_.warnings.push_back(std::move(problem));
    save();
    return std::move(report_);
  }

  // What is published stays so, whatever becomes of what is remembered beside it.
  void save() {
    if (!environment_.save) return;
    try {
      for (std::string& warning : environment_.save())
        report_.warnings.push_back({options_.index.string(), std::move(warning)});
    } catch (const std::exception& error) {
      report_.warnings.push_back(
          {options_.index.string(), std::string("what could not be read is not remembered: ") + error.what()});
    }
  }

  const UpdateOptions& options_;
  const Environment& environment_;
  IndexWriter writer_;
  MeetingSpool spool_;
  SourcePlan plan_;
  std::vector<ReadSource> sources_;
  std::set<std::string> old_meetings_;         // of the sources that changed or went, as far as not dealt with
  std::map<std::string, DocumentRecord> old_;  // by Q term: what the index holds of the meeting that is being written
  std::vector<SourceState> states_;
  std::size_t items_ = 0, written_ = 0;
  UpdateReport report_;
};

}  // namespace

UpdateReport update(const UpdateOptions& options, const Environment& environment) {
  Update update(options, environment);
  corpus::Listing listing = environment.list(options.sources);
  leave_out_index(listing, options.index);
  std::vector<SourceState> known = update.known();
  if (options.reread) {
    for (SourceState& source : known) {
      source.hash.clear();
      source.lines.clear();
    }
  }
  UpdateReport report = update.run(plan_sources(listing, options.sources, known,
                                                {environment.reader, options.rebuild, thread_count(options.threads)}));
  report.warnings.insert(report.warnings.begin(), listing.warnings.begin(), listing.warnings.end());
  report.passed_over = std::move(listing.passed_over);
  return report;
}

UpdateReport remove(const UpdateOptions& options, const Environment& environment) {
  if (!corpus::current_file(options.index)) corpus::load_current(options.index);  // says that there is no index
  Update update(options, environment);
  SourcePlan plan;
  std::vector<std::string> unknown = options.sources;
  for (const SourceState& state : update.known()) {
    const auto named = std::find_if(options.sources.begin(), options.sources.end(), [&](const std::string& source) {
      return is_within(state.path, absolute_path(source));
    });
    if (named == options.sources.end()) {
      plan.kept.push_back(state);
      continue;
    }
    std::erase(unknown, *named);
    plan.gone.push_back(state.path);
    plan.before.emplace(state.path, state);
  }
  for (const std::string& source : unknown) plan.failed.push_back({source, "nothing in the index came from it"});
  return update.run(std::move(plan));
}

}  // namespace opslag::indexer
