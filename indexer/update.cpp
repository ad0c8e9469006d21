// The update as a story: plan, read, give ids, compare with what the index holds, write, publish.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/update.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <utility>

#include "indexer/index_writer.h"
#include "indexer/known_lines.h"
#include "indexer/meeting_documents.h"
#include "indexer/parallel.h"
#include "indexer/source_plan.h"
#include "indexer/source_reading.h"
#include "indexer/text_shelf.h"
#include "indexer/usual_names.h"

namespace opslag::indexer {
namespace {
using corpus::DocumentKind;
using corpus::SourceState;

struct ReadSource {
  SourceTask task;
  std::vector<corpus::Meeting> meetings;
  TextShelf::Place texts;
  std::vector<corpus::MeetingLine> lines;  // of JSON Lines, if lines may be passed over
  std::vector<HeldLine> held;              // by line, what the index holds of those that were
};

class Update {
 public:
  Update(const UpdateOptions& options, const Environment& environment)
      : options_(options),
        environment_(environment),
        writer_(options.index, environment.analyzer,
                options.rebuild ? IndexWriter::Start::rebuild : IndexWriter::Start::update, environment.make_tokenizer,
                thread_count(options.threads), environment.extract),
        shelf_(writer_.scratch() / "texts", options.texts_in_memory) {
    writer_.resume(environment.analyzer + environment.reader);
    writer_.bound_memory(options.building);
  }

  UpdateReport run(SourcePlan plan) {
    plan_ = std::move(plan);
    report_.failed = plan_.failed;
    if (options_.rebuild) drop_kept();
    read();
    give_ids();
    find_old_documents();
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

  // An index made anew holds nothing of the old generation: what can't be read now is not in it.
  void drop_kept() {
    for (const SourceState& state : plan_.kept) warn_of_loss(state);
    plan_.kept.clear();
  }

  void warn_of_loss(const SourceState& state) {
    if (state.items == 0) return;
    report_.warnings.push_back({state.name, "its " + std::to_string(state.items) +
                                                " items are not in the index that was made anew; an update takes them "
                                                "in again when it can be read"});
  }

  // Minutes first: the documents that they join are no minutes themselves, and need not be tried.
  void read() {
    JoinedFiles joined;
    std::vector<Reading> readings = read_all(plan_.read, joined);
    for (std::size_t i = 0; i < readings.size(); ++i) joined.add(plan_.read[i].file, readings[i].result.meetings);
    std::vector<Reading> documents = read_all(plan_.documents, joined);
    for (std::size_t i = 0; i < documents.size(); ++i)
      joined.add(plan_.documents[i].file, documents[i].result.meetings);
    part_usual_names(readings, documents);
    SameMinutes same;
    for (std::size_t i = 0; i < readings.size(); ++i) {
      same.taken_before(plan_.read[i].file, readings[i].result.meetings);
      take(plan_.read[i], std::move(readings[i]));
    }
    for (std::size_t i = 0; i < documents.size(); ++i) {
      if (joined.contains(plan_.documents[i].file)) documents[i] = {};
      if (const auto other = same.taken_before(plan_.documents[i].file, documents[i].result.meetings))
        documents[i].result = {{}, {"skipped: the same minutes as " + *other}};
      take_document(plan_.documents[i], std::move(documents[i]));
    }
  }

  // Only all minutes of a folder together tell whose its "Bilag 1.pdf" is.
  void part_usual_names(std::vector<Reading>& readings, std::vector<Reading>& documents) {
    const std::set<std::string> folders = folders_with_usual_names(all_read(readings, documents));
    if (folders.empty()) return;
    read_neighbours(plan_.read, readings, folders, false);
    read_neighbours(plan_.documents, documents, folders, true);
    indexer::part_usual_names(all_read(readings, documents));
  }

  std::vector<ReadTask> all_read(std::vector<Reading>& readings, std::vector<Reading>& documents) {
    std::vector<ReadTask> all;
    for (std::size_t i = 0; i < readings.size(); ++i) all.emplace_back(&plan_.read[i], &readings[i]);
    for (std::size_t i = 0; i < documents.size(); ++i) all.emplace_back(&plan_.documents[i], &documents[i]);
    return all;
  }

  void read_neighbours(std::vector<SourceTask>& tasks, std::vector<Reading>& readings,
                       const std::set<std::string>& folders, bool documents) {
    std::vector<SourceTask> more;
    std::erase_if(plan_.unchanged, [&](const SourceState& state) {
      const bool wanted = !state.meetings.empty() && corpus::is_document_name(state.name) == documents &&
                          folders.contains(std::filesystem::path(state.path).parent_path().string());
      if (!wanted) return false;
      more.push_back({{state.path, state.root, state.name}, state.path, state.hash});
      plan_.before.emplace(state.path, state);
      return true;
    });
    std::vector<Reading> read = read_all(more, {});
    std::move(more.begin(), more.end(), std::back_inserter(tasks));
    std::move(read.begin(), read.end(), std::back_inserter(readings));
  }

  std::vector<Reading> read_all(const std::vector<SourceTask>& tasks, const JoinedFiles& joined) {
    std::vector<Reading> readings(tasks.size());
    std::size_t done = 0;
    std::mutex mutex;
    parallel_for(readings.size(), thread_count(options_.threads), [&](std::size_t i) {
      check_stop();
      if (!joined.contains(tasks[i].file)) readings[i] = read_file(environment_.read, tasks[i].file);
      readings[i].texts = shelf_.put(readings[i].result.meetings);
      const std::lock_guard lock(mutex);
      options_.progress("reading", ++done, readings.size());
    });
    return readings;
  }

  // What a document was found to be is remembered, even that it can't be read: it is tried again when it changes.
  void take_document(SourceTask& task, Reading reading) {
    if (reading.failure && !reading.unreadable) {
      report_.failed.push_back({task.file.name, *std::move(reading.failure)});
      reading = {};
    }
    take(task, std::move(reading));
  }

  void take(SourceTask& task, Reading reading) {
    if (reading.unreadable) return keep(task, *std::move(reading.failure));
    if (reading.failure) return fail(task, *std::move(reading.failure));
    // One line a source, whatever there is to say of it.
    std::string warnings;
    for (const std::string& warning : reading.result.warnings) (warnings += warnings.empty() ? "" : "; ") += warning;
    if (!warnings.empty())
      report_.warnings.push_back({task.file.name, std::move(warnings)});
    else if (!reading.result.meetings.empty() || !reading.result.lines.empty())
      report_.whole.push_back(task.file.name);
    sources_.push_back({std::move(task),
                        std::move(reading.result.meetings),
                        std::move(reading.texts),
                        std::move(reading.result.lines),
                        {}});
  }

  // The file was read, but holds no minutes (any more): what came from it goes, as it would from a new index.
  void fail(const SourceTask& task, std::string reason) {
    report_.failed.push_back({task.file.name, std::move(reason)});
    if (plan_.before.contains(task.path)) plan_.gone.push_back(task.path);
  }

  // What the index holds of it stays, and it is read again by the next update.
  void keep(const SourceTask& task, std::string reason) {
    report_.failed.push_back({task.file.name, std::move(reason)});
    const auto before = plan_.before.find(task.path);
    if (before == plan_.before.end()) return;
    if (options_.rebuild) {
      warn_of_loss(before->second);
    } else {
      plan_.kept.push_back(std::move(before->second));
    }
    plan_.before.erase(before);
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
      giver.assign(source.meetings, source.task.path, known ? before->second.meetings : std::vector<std::string>{});
    }
    // Documents lie in the index in the order of paths, however ids were given.
    std::sort(sources_.begin(), sources_.end(), [](const auto& a, const auto& b) { return a.task.path < b.task.path; });
  }

  void find_old_documents() {
    for (const auto& [path, state] : plan_.before) {
      for (const std::string& meeting : state.meetings) {
        for (DocumentRecord& record : writer_.documents_of(meeting)) old_.emplace(record.term, std::move(record));
      }
    }
  }

  void write() {
    for (const ReadSource& source : sources_) items_ += items_in(source);
    for (ReadSource& source : sources_) {
      check_stop();
      shelf_.restore(source.texts, source.meetings);
      SourceState state{source.task.path, source.task.file.root, source.task.file.name, source.task.hash, {}, 0, 0};
      if (source.lines.empty()) {
        for (const corpus::Meeting& meeting : source.meetings) write(meeting, state);
      } else {
        write_lines(source, state);
      }
      source = {};
      states_.push_back(std::move(state));
    }
    options_.progress("indexing", items_, items_);
    for (const auto& [term, record] : old_) {
      writer_.remove(record);
      if (record.kind == DocumentKind::item) ++report_.removed;
    }
  }

  // Each line is a meeting that was read or one that the index holds.
  void write_lines(const ReadSource& source, SourceState& state) {
    state.context = source.task.context;
    auto meeting = source.meetings.begin();
    for (std::size_t i = 0; i < source.lines.size(); ++i) {
      corpus::SourceLine line{source.lines[i].hash, 0, 0};
      if (source.lines[i].read) {
        const std::uint64_t items = state.items, withheld = state.withheld;
        write(*meeting++, state);
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

  void write(const corpus::Meeting& meeting, SourceState& state) {
    options_.progress("indexing", written_, items_);
    written_ += meeting.items.size();
    MeetingDocuments plan = plan_documents(meeting);
    state.meetings.push_back(meeting.id);
    if (lacks_a_file(meeting)) state.hash.clear();
    state.items += plan.items;
    state.withheld += plan.withheld;
    write(std::move(plan));
  }

  static std::size_t items_in(const ReadSource& source) {
    std::size_t items = 0;
    for (const corpus::Meeting& meeting : source.meetings) items += meeting.items.size();
    return items;
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
        if (most != Difference::none) writer_.remove(record);
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
  TextShelf shelf_;
  SourcePlan plan_;
  std::vector<ReadSource> sources_;
  std::map<std::string, DocumentRecord> old_;  // by Q term: what the index holds of the sources that changed or went
  std::vector<SourceState> states_;
  std::size_t items_ = 0, written_ = 0;
  UpdateReport report_;
};

// An index that lies below one of its sources does not index itself, by whatever path it is named. Below a source no
// link is followed: only the way to it may hold some.
void leave_out_index(corpus::Listing& listing, const std::filesystem::path& index) {
  namespace fs = std::filesystem;
  const auto real = [](const std::string& path) {
    std::error_code error;
    const fs::path found = fs::weakly_canonical(absolute_path(path), error);
    return error ? absolute_path(path) : absolute_path(found.string());
  };
  const std::string its = real(index.string());
  std::map<std::string, std::string> roots;
  const auto lies_in_index = [&](const corpus::SourceFile& file) {
    const auto [root, fresh] = roots.try_emplace(file.root);
    if (fresh) root->second = real(file.root);
    const fs::path below = fs::path(absolute_path(file.path.string())).lexically_relative(absolute_path(file.root));
    return is_within(absolute_path((fs::path(root->second) / below).string()), its);
  };
  for (auto* files : {&listing.files, &listing.documents}) std::erase_if(*files, lies_in_index);
}

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
  UpdateReport report = update.run(plan_sources(listing, options.sources, known, environment.reader, options.rebuild));
  report.warnings.insert(report.warnings.begin(), listing.warnings.begin(), listing.warnings.end());
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
