// opslag-peer-sqlite: SQLite's FTS5 as its documentation tells one to use it, to measure against. It has no Danish
// stemmer. SPDX-License-Identifier: GPL-3.0-or-later
#include <sqlite3.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "tests/bench/peers/items.h"
#include "tests/bench/peers/passes.h"

namespace opslag::bench {
namespace {

class Database {
 public:
  explicit Database(const std::string& file) {
    if (sqlite3_open(file.c_str(), &database_) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_));
  }
  ~Database() { sqlite3_close(database_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs a statement, calls row(statement) for each of its rows.
  template <typename Row>
  void run(const std::string& sql, const std::vector<std::string>& values, Row row) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(database_));
    for (std::size_t i = 0; i < values.size(); ++i)
      sqlite3_bind_text(statement, static_cast<int>(i) + 1, values[i].c_str(), static_cast<int>(values[i].size()),
                        SQLITE_STATIC);
    int status = 0;
    while ((status = sqlite3_step(statement)) == SQLITE_ROW) row(statement);
    sqlite3_finalize(statement);
    if (status != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database_));
  }
  void run(const std::string& sql, const std::vector<std::string>& values = {}) {
    run(sql, values, [](sqlite3_stmt*) {});
  }
  std::string last_row() const { return std::to_string(sqlite3_last_insert_rowid(database_)); }

 private:
  sqlite3* database_ = nullptr;
};

int index(const std::string& flat, const std::string& folder) {
  Database database(folder + "/items.db");
  database.run("PRAGMA journal_mode=OFF");
  database.run("PRAGMA synchronous=OFF");
  database.run(
      "CREATE VIRTUAL TABLE items USING fts5(title, text, tokenize='unicode61 remove_diacritics 0', prefix='4 5 6')");
  database.run("CREATE TABLE facets(item INTEGER, name TEXT, value TEXT)");
  database.run("BEGIN");
  FlatFile file(flat);
  while (const auto item = file.next()) {
    database.run("INSERT INTO items(title, text) VALUES(?, ?)", {item->title, item->text});
    const std::string row = database.last_row();
    for (std::size_t facet = 0; facet < kFacets.size(); ++facet) {
      for (const std::string& value : item->facets[facet])
        database.run("INSERT INTO facets VALUES(CAST(? AS INTEGER), ?, ?)", {row, kFacets[facet], value});
    }
  }
  database.run("CREATE INDEX by_item ON facets(item, name, value)");
  database.run("CREATE INDEX by_value ON facets(name, value, item)");
  database.run("COMMIT");
  database.run("INSERT INTO items(items) VALUES('optimize')");
  return 0;
}

class SqliteClient : public Client {
 public:
  SqliteClient(const std::string& folder, const std::vector<Query>& queries)
      : database_(folder + "/items.db"), queries_(queries) {
    database_.run("PRAGMA cache_size=-262144");
    database_.run("PRAGMA temp_store=MEMORY");
    database_.run("CREATE TEMP TABLE found(item INTEGER PRIMARY KEY, rank REAL)");
  }

  Answer ask(std::size_t number) override {
    const Query& query = queries_[number];
    std::vector<std::string> values{match_of(query)};
    std::string where;
    for (const auto& [name, value] : query.filters) {
      where += " AND rowid IN (SELECT item FROM facets WHERE name = ? AND value = ?)";
      values.push_back(name);
      values.push_back(value);
    }
    Answer answer;
    database_.run("DELETE FROM found");
    database_.run("INSERT INTO found SELECT rowid, rank FROM items WHERE items MATCH ?" + where, values);
    database_.run("SELECT count(*) FROM found", {},
                  [&](sqlite3_stmt* row) { answer.total = sqlite3_column_int64(row, 0); });
    const auto bytes = [&](sqlite3_stmt* row) {
      answer.bytes += sqlite3_column_bytes(row, 0) + sqlite3_column_bytes(row, 1);
    };
    database_.run(
        "SELECT title, snippet(items, 1, '<mark>', '</mark>', '…', 30) FROM items WHERE items MATCH ? AND rowid IN "
        "(SELECT item FROM found ORDER BY rank LIMIT 10) ORDER BY rank",
        {values.front()}, bytes);
    database_.run("SELECT name, value, count(*) FROM found JOIN facets USING(item) GROUP BY name, value", {}, bytes);
    return answer;
  }

 private:
  static std::string match_of(const Query& query) {
    if (query.kind == "phrase") return query.text;
    std::string text;
    for (const std::string& word : words_of(query)) (text += text.empty() ? "\"" : " AND \"") += word + "\"";
    return query.kind == "prefix" ? text + "*" : text;
  }

  Database database_;
  const std::vector<Query>& queries_;
};

}  // namespace
}  // namespace opslag::bench

int main(int argc, char** argv) {
  using namespace opslag::bench;
  return run_peer({"opslag-peer-sqlite", "FOLDER", index,
                   [](const std::string& where, const std::vector<Query>& queries) {
                     return std::make_unique<SqliteClient>(where, queries);
                   }},
                  argc, argv);
}
