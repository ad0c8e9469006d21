// The pages' texts.
// SPDX-License-Identifier: GPL-3.0-or-later
#include "searchd/words.h"

#include <charconv>

#include "searchd/search_request_parser.h"

namespace opslag::searchd {
namespace {

constexpr Words kDanish{
    .code = "da",
    .site = "Referater",
    .tagline = "Søg i dagsordener, beslutninger og bilag",
    .skip = "Gå til indholdet",
    .other_language = "English",
    .other_code = "en",
    .search_label = "Hvad vil du finde?",
    .search_meeting = "Søg i mødets punkter",
    .search_button = "Søg",
    .search_help = "Skriv et eller flere ord. Sæt “citationstegn” om ord, der skal stå sammen.",
    .results = "Resultater",
    .filters = "Afgræns",
    .show_filters = "Afgræns søgningen",
    .chosen = "Du har afgrænset til",
    .remove = "Fjern afgrænsningen",
    .remove_all = "Fjern alle",
    .period = "Periode",
    .from = "Fra",
    .to = "Til",
    .apply_period = "Vis perioden",
    .sort = "Sortér efter",
    .by_relevance = "Relevans",
    .by_newest = "Nyeste først",
    .by_oldest = "Ældste først",
    .pages = "Sider med resultater",
    .page = "Side",
    .of = "af",
    .previous = "Forrige",
    .next = "Næste",
    .hit_one = "resultat",
    .hit_many = "resultater",
    .no_hits = "Vi fandt ikke noget",
    .about = "om",
    .advice_title = "Prøv for eksempel at",
    .advice_spelling = "se efter, om alle ord er stavet rigtigt",
    .advice_fewer = "bruge færre eller mere almindelige ord",
    .advice_filters = "fjerne en eller flere afgrænsninger",
    .advice_parts = "skrive en del af ordet med en stjerne, fx botilbud*",
    .without_filters = "Søg uden afgrænsninger",
    .did_you_mean = "Mente du",
    .corrected = "Vi fandt ikke noget om",
    .corrected_undo = "Søg i stedet efter",
    .relaxed = "Ingen punkter indeholder alle dine ord. Her er de punkter, der passer bedst.",
    .relaxed_words = "Vi har set bort fra",
    .relaxed_undo = "Vis kun punkter med alle ordene",
    .exact_on = "Du ser kun resultater for præcis det, du har skrevet.",
    .exact_off = "Vis også resultater, der ligner",
    .item = "Punkt",
    .attachment = "Bilag",
    .attachments = "Bilag",
    .matched_in_attachment = "Fundet i bilaget",
    .decision = "Beslutning",
    .no_date = "uden dato",
    .more = "Vis flere",
    .selected = "valgt",
    .meeting = "Møde",
    .agenda = "Dagsorden",
    .agenda_note = "Punktet er fra en dagsorden. Beslutningen står i referatet, når det er skrevet.",
    .place = "Sted",
    .start = "Start",
    .end = "Slut",
    .published = "Offentliggjort",
    .meeting_items = "Punkter på mødet",
    .all_meetings = "Alle møder",
    .source_link = "Se referatet, hvor det er offentliggjort",
    .case_number = "Sagsnummer",
    .same_case = "Samme sag",
    .whole_case = "Se alle punkter i sagen",
    .open_file = "Hent filen",
    .previous_item = "Forrige punkt",
    .next_item = "Næste punkt",
    .previous_meeting = "Forrige møde",
    .next_meeting = "Næste møde",
    .about_item = "Om punktet",
    .topics = "Emner",
    .municipalities = "Kommuner",
    .back_to_results = "Tilbage til resultaterne",
    .no_decision = "Der er ikke skrevet en beslutning i referatet.",
    .api = "Data og API",
    .export_csv = "Hent resultaterne som regneark (CSV)",
    .newest_items = "Nyeste punkter",
    .permalink = "Fast link til punktet",
    .contents = "Indhold",
    .not_found_title = "Siden findes ikke",
    .not_found = "Adressen peger ikke på noget, vi har. Mødet eller punktet kan være taget ned.",
    .bad_title = "Vi forstod ikke søgningen",
    .bad_request = "Noget i adressen kan ikke bruges. Prøv at søge igen.",
    .busy_title = "Der er travlt lige nu",
    .busy = "Prøv igen om et øjeblik.",
    .starting_title = "Søgningen er ikke klar endnu",
    .starting = "Der er endnu ikke lagt referater ind, eller de er ved at blive læst. Prøv igen om lidt.",
    .failed_title = "Det gik galt hos os",
    .failed = "Fejlen er skrevet op. Prøv igen om lidt.",
    .empty_period = "Fra-datoen ligger efter til-datoen, så perioden er tom.",
    .to_front = "Til forsiden",
    .page_of_document = "side",
    .untitled = "uden titel",
    .facets = {"Organisation", "Udvalg", "Møde", "År", "Kommune", "Emne", "Beslutning", "Søg i"},
};

constexpr Words kEnglish{
    .code = "en",
    .site = "Minutes",
    .tagline = "Search agendas, decisions and attachments",
    .skip = "Skip to content",
    .other_language = "Dansk",
    .other_code = "da",
    .search_label = "What are you looking for?",
    .search_meeting = "Search the items of this meeting",
    .search_button = "Search",
    .search_help = "Type one or more Danish words. Put “quotation marks” around words that belong together.",
    .results = "Results",
    .filters = "Narrow down",
    .show_filters = "Narrow down the search",
    .chosen = "You have narrowed down to",
    .remove = "Remove the filter",
    .remove_all = "Remove all",
    .period = "Period",
    .from = "From",
    .to = "To",
    .apply_period = "Show the period",
    .sort = "Sort by",
    .by_relevance = "Relevance",
    .by_newest = "Newest first",
    .by_oldest = "Oldest first",
    .pages = "Pages of results",
    .page = "Page",
    .of = "of",
    .previous = "Previous",
    .next = "Next",
    .hit_one = "result",
    .hit_many = "results",
    .no_hits = "We found nothing",
    .about = "about",
    .advice_title = "You could",
    .advice_spelling = "check that all words are spelt right",
    .advice_fewer = "use fewer or more common words",
    .advice_filters = "remove one or more filters",
    .advice_parts = "type a part of the word with an asterisk, e.g. botilbud*",
    .without_filters = "Search without filters",
    .did_you_mean = "Did you mean",
    .corrected = "We found nothing about",
    .corrected_undo = "Search instead for",
    .relaxed = "No item holds all of your words. These are the items that fit best.",
    .relaxed_words = "We left out",
    .relaxed_undo = "Show only items with all the words",
    .exact_on = "You see results for exactly what you typed.",
    .exact_off = "Show similar results too",
    .item = "Item",
    .attachment = "Attachment",
    .attachments = "Attachments",
    .matched_in_attachment = "Found in the attachment",
    .decision = "Decision",
    .no_date = "no date",
    .more = "Show more",
    .selected = "selected",
    .meeting = "Meeting",
    .agenda = "Agenda",
    .agenda_note = "The item is from an agenda. The decision will be in the minutes once they are written.",
    .place = "Place",
    .start = "Start",
    .end = "End",
    .published = "Published",
    .meeting_items = "Items of the meeting",
    .all_meetings = "All meetings",
    .source_link = "See the minutes where they were published",
    .case_number = "Case number",
    .same_case = "The same case",
    .whole_case = "All items of the case",
    .open_file = "Download the file",
    .previous_item = "Previous item",
    .next_item = "Next item",
    .previous_meeting = "Previous meeting",
    .next_meeting = "Next meeting",
    .about_item = "About the item",
    .topics = "Topics",
    .municipalities = "Municipalities",
    .back_to_results = "Back to the results",
    .no_decision = "The minutes record no decision.",
    .api = "Data and API",
    .export_csv = "Download the results as a spreadsheet (CSV)",
    .newest_items = "Newest items",
    .permalink = "Permanent link to the item",
    .contents = "Contents",
    .not_found_title = "There is no such page",
    .not_found = "The address points to nothing we have. The meeting or item may have been taken down.",
    .bad_title = "We did not understand the search",
    .bad_request = "Something in the address can't be used. Please search again.",
    .busy_title = "It is busy right now",
    .busy = "Please try again in a moment.",
    .starting_title = "The search is not ready yet",
    .starting = "No minutes have been added yet, or they are being read. Please try again shortly.",
    .failed_title = "Something went wrong on our side",
    .failed = "The error has been noted. Please try again shortly.",
    .empty_period = "The first date is after the last, so the period is empty.",
    .to_front = "To the front page",
    .page_of_document = "page",
    .untitled = "untitled",
    .facets = {"Organisation", "Committee", "Meeting", "Year", "Municipality", "Topic", "Decision", "Search in"},
};

constexpr std::array<std::string_view, 12> kDanishMonths{"januar",    "februar", "marts",    "april",
                                                         "maj",       "juni",    "juli",     "august",
                                                         "september", "oktober", "november", "december"};
constexpr std::array<std::string_view, 12> kEnglishMonths{"January",   "February", "March",    "April",
                                                          "May",       "June",     "July",     "August",
                                                          "September", "October",  "November", "December"};

unsigned number_in(std::string_view digits) {
  unsigned number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace

const Words& words(Language language) {
  return language == Language::en ? kEnglish : kDanish;
}

std::string long_date(std::string_view iso, Language language) {
  if (!is_date(iso)) return std::string(iso);
  const bool english = language == Language::en;
  const auto month = (english ? kEnglishMonths : kDanishMonths)[number_in(iso.substr(5, 2)) - 1];
  return std::to_string(number_in(iso.substr(8, 2))) + (english ? " " : ". ") + std::string(month) + " " +
         std::string(iso.substr(0, 4));
}

std::string clock_time(std::string_view iso, Language language) {
  if (iso.size() < 16 || iso[10] != 'T') return std::string(iso);
  if (language == Language::en) return std::string(iso.substr(11, 5));
  return "kl. " + std::to_string(number_in(iso.substr(11, 2))) + "." + std::string(iso.substr(14, 2));
}

std::string grouped(std::uint64_t number, Language language) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, language == Language::en ? "," : ".");
  return digits;
}

std::string capitalised(std::string_view text) {
  std::string upper(text);
  if (upper.empty()) return upper;
  if (upper[0] >= 'a' && upper[0] <= 'z')
    upper[0] = static_cast<char>(upper[0] - 'a' + 'A');
  else if (upper[0] == '\xC3' && upper.size() > 1 && static_cast<unsigned char>(upper[1]) >= 0xA0)
    upper[1] = static_cast<char>(static_cast<unsigned char>(upper[1]) - 0x20);
  return upper;
}

}  // namespace opslag::searchd
