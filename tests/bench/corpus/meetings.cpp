// Plans meetings over twenty years and writes their items.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/corpus/meetings.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "tests/bench/corpus/random.h"
#include "tests/bench/corpus/text_writer.h"

namespace opslag::bench {
namespace {

constexpr int kFirstYear = 2006, kYears = 20;
constexpr std::size_t kWeeks = 52 * kYears;
constexpr double kBodyMedian = 2345, kBodySigma = 0.981, kShortest = 40,
                 kLongest = 120000;  // bytes, as in real minutes
constexpr std::uint64_t kPlanStream = 0xA11CE, kChangedStream = 0xC4A26ED;

// The k-th meeting of a committee lies in a week of its own until all are used; then on the next day of the week.
void set_date(std::size_t k, std::uint64_t committee_hash, Plan& plan) {
  constexpr std::size_t kStride = 387;  // has no divisor in common with kWeeks
  const std::size_t week = (k * kStride + committee_hash % kWeeks) % kWeeks;
  const std::size_t weekday = (committee_hash / kWeeks + k / kWeeks) % 5;
  using namespace std::chrono;
  const year_month_day date(sys_days(year(kFirstYear) / January / 2) + days(week * 7 + weekday));
  plan.year = static_cast<int>(date.year());
  plan.month = static_cast<int>(static_cast<unsigned>(date.month()));
  plan.day = static_cast<int>(static_cast<unsigned>(date.day()));
}

std::vector<std::size_t> choose_topics(const Material& material, const Plan& plan, Random& random) {
  // A committee has six topics of its own; a quarter of its items are of others.
  Random taste(plan.committee * 7919 + 17);
  std::vector<std::size_t> own;
  for (int i = 0; i < 6; ++i) own.push_back(taste.zipf(material.topics.size(), 9));
  const double kind = random.unit();
  const std::size_t number = kind < 0.6 ? 1 : kind < 0.9 ? 2 : 3;
  std::vector<std::size_t> topics;
  while (topics.size() < number) {
    const std::size_t topic =
        random.chance(0.75) ? own[random.zipf(own.size(), 2)] : random.zipf(material.topics.size(), 9);
    if (std::find(topics.begin(), topics.end(), topic) == topics.end())
      topics.push_back(topic);
    else if (random.chance(0.3))
      break;
  }
  return topics;
}

std::vector<std::string> choose_municipalities(const Material& material, const Organisation& organisation,
                                               Random& random) {
  std::vector<std::string> labels;
  if (!organisation.municipality.empty() && random.chance(0.55)) labels.push_back(organisation.municipality);
  const std::size_t others = random.chance(organisation.municipality.empty() ? 0.6 : 0.15) ? 1 + random.zipf(6, 1) : 0;
  for (std::size_t i = 0; i < others; ++i) {
    const std::string& label = material.municipalities[random.zipf(material.municipalities.size(), 30)];
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
  }
  return labels;
}

void write_sections(const Material& material, std::size_t bytes, TextWriter& writer, Random& random, MadeItem& item) {
  const auto add = [&](const char* heading, std::size_t size) {
    item.sections.emplace_back(heading, "");
    writer.write(size, item.sections.back().second);
  };
  if (bytes > 2500 && random.chance(0.5)) add("Resume", bytes / 10);
  if (bytes > 300) {
    item.sections.emplace_back("Indstilling", "");
    writer.fill(material.recommendations[random.below(material.recommendations.size())], item.sections.back().second);
  }
  add("Sagsfremstilling", bytes > 1000 ? bytes * 3 / 4 : bytes > 200 ? bytes - 160 : 20);
  if (bytes > 1200) add("Økonomi", bytes / 9);
  if (bytes > 2000 && random.chance(0.3)) add("Lovgrundlag", bytes / 25);
}

void write_decision(const Material& material, TextWriter& writer, Random& random, MadeItem& item) {
  double share = random.unit();
  std::size_t chosen = 0;
  while (chosen + 1 < material.decisions.size() && share >= material.decisions[chosen].share)
    share -= material.decisions[chosen++].share;
  const Wording& wording = material.decisions[chosen];
  item.decided = true;
  item.codes.emplace_back(wording.code);
  writer.fill(wording.phrases[random.below(wording.phrases.size())], item.decision);
  if (wording.code != "ingen-beslutning" && random.chance(0.06)) {
    const Wording& more = material.decisions[random.below(6)];
    if (more.code != wording.code) {
      item.codes.emplace_back(more.code);
      std::string sentence;
      writer.fill(more.phrases.front(), sentence);
      (item.decision += ' ') += sentence;
    }
  }
  if (random.chance(0.2) && !item.decision.empty()) {
    item.decision += '\n';
    writer.write(150, item.decision);
  }
  item.sections.emplace_back("Beslutning", item.decision);
}

void add_attachments(const Material& material, bool texts, TextWriter& writer, Random& random, MadeItem& item) {
  struct Kind {
    const char *extension, *media_type;
  };
  constexpr Kind kKinds[] = {{".pdf", "application/pdf"},
                             {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
                             {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}};
  const std::size_t number = random.chance(0.45) ? 1 + random.zipf(8, 1) : 0;
  for (std::size_t i = 0; i < number; ++i) {
    MadeAttachment attachment;
    writer.fill(material.attachments[random.below(material.attachments.size())], attachment.name);
    const Kind& kind = kKinds[random.zipf(3, 1)];
    attachment.name += texts ? ".txt" : kind.extension;
    attachment.media_type = texts ? "text/plain" : kind.media_type;
    if (texts) writer.write(static_cast<std::size_t>(std::min(random.log_normal(6000, 1.2), 2e6)), attachment.text);
    item.attachments.push_back(std::move(attachment));
  }
}

MadeItem make_item(const Material& material, const Making& making, const Plan& plan, std::size_t position) {
  const std::size_t index = plan.first_item + position;
  const bool changed = (making.changed_every > 0 && index % static_cast<std::size_t>(making.changed_every) == 7) ||
                       (index >= making.changed_from && index < making.changed_to);
  Random random(making.seed ^ (changed ? kChangedStream : 0), index + 1);
  const Organisation& organisation = material.organisations[plan.organisation];
  MadeItem item;
  item.number = static_cast<int>(position) + 1;
  item.id = meeting_id(material, plan) + "/" + std::to_string(item.number);
  const auto topics = choose_topics(material, plan, random);
  if (random.chance(0.88)) {
    for (const std::size_t topic : topics) item.topics.push_back(material.topics[topic].slug);
  }
  item.municipalities = choose_municipalities(material, organisation, random);
  TextWriter writer(material, random, topics, item.municipalities, plan.year);
  writer.fill(material.titles[random.zipf(material.titles.size(), 25)], item.title);
  if (random.chance(0.7)) writer.fill("{C}", item.case_number);
  const double bytes = std::clamp(random.log_normal(kBodyMedian, kBodySigma), kShortest, kLongest);
  write_sections(material, static_cast<std::size_t>(bytes), writer, random, item);
  if (!plan.agenda) write_decision(material, writer, random, item);
  add_attachments(material, making.attachment_texts, writer, random, item);
  if (!making.facets) {
    item.codes.clear();
    item.topics.clear();
    item.municipalities.clear();
  }
  return item;
}

}  // namespace

std::vector<Plan> plan_meetings(const Material& material, const Making& making) {
  std::vector<Plan> plans;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> held;
  Random random(making.seed, kPlanStream);
  for (std::size_t made = 0; made < making.items;) {
    Plan plan;
    plan.index = plans.size();
    plan.first_item = made;
    plan.items = std::min(random.between(5, 15), making.items - made);
    plan.organisation = random.zipf(material.organisations.size(), 25);
    plan.committee = random.zipf(material.organisations[plan.organisation].committees.size(), 6);
    plan.agenda = random.chance(0.05);
    const std::size_t k = held[{plan.organisation, plan.committee}]++;
    set_date(k, Random::mix(plan.organisation * 100 + plan.committee + 1), plan);
    made += plan.items;
    plans.push_back(plan);
  }
  return plans;
}

std::vector<MadeItem> make_items(const Material& material, const Making& making, const Plan& plan) {
  std::vector<MadeItem> items;
  items.reserve(plan.items);
  for (std::size_t i = 0; i < plan.items; ++i) items.push_back(make_item(material, making, plan, i));
  return items;
}

std::string slug(std::string_view text) {
  std::string result;
  const auto letter = [&](std::string_view letters) { result += letters; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0xC3 && i + 1 < text.size()) {
      const auto second = static_cast<unsigned char>(text[++i]) | 0x20U;
      letter(second == 0xA6 ? "ae" : second == 0xB8 ? "oe" : second == 0xA5 ? "aa" : second == 0xA9 ? "e" : "-");
    } else if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
      result += text[i];
    } else if (byte >= 'A' && byte <= 'Z') {
      result += static_cast<char>(byte - 'A' + 'a');
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  while (result.ends_with('-')) result.pop_back();
  return result;
}

std::string date_of(const Plan& plan) {
  const auto two = [](int number) { return std::to_string(number + 100).substr(1); };
  return std::to_string(plan.year) + "-" + two(plan.month) + "-" + two(plan.day);
}

std::string meeting_id(const Material& material, const Plan& plan) {
  const Organisation& organisation = material.organisations[plan.organisation];
  return slug(organisation.name) + "-" + slug(organisation.committees[plan.committee]) + "-" + date_of(plan) +
         (plan.agenda ? "-dagsorden" : "");
}

std::string attachment_file(const Plan& plan, const MadeItem& item, std::size_t attachment) {
  return "bilag/" + std::to_string(plan.index / 1000) + "/" + std::to_string(plan.index) + "-" +
         std::to_string(item.number) + "-" + std::to_string(attachment + 1) + ".txt";
}

}  // namespace opslag::bench
