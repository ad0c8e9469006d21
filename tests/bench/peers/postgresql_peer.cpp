// opslag-peer-postgresql: asks PostgreSQL's Danish full-text search as its documentation tells one to, to measure
// against. SPDX-License-Identifier: GPL-3.0-or-later
#include <libpq-fe.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "tests/bench/peers/items.h"
#include "tests/bench/peers/passes.h"

namespace opslag::bench {
namespace {

using Rows = std::unique_ptr<PGresult, decltype(&PQclear)>;

class Connection {
 public:
  explicit Connection(const std::string& where) : connection_(PQconnectdb(where.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_));
  }
  ~Connection() { PQfinish(connection_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Rows run(const std::string& sql, const std::vector<std::string>& values = {}) {
    std::vector<const char*> pointers;
    for (const std::string& value : values) pointers.push_back(value.c_str());
    Rows rows(PQexecParams(connection_, sql.c_str(), static_cast<int>(pointers.size()), nullptr, pointers.data(),
                           nullptr, nullptr, 0),
              &PQclear);
    const auto status = PQresultStatus(rows.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN)
      throw std::runtime_error(PQerrorMessage(connection_));
    return rows;
  }
  void copy(const std::string& line) {
    if (PQputCopyData(connection_, line.data(), static_cast<int>(line.size())) != 1)
      throw std::runtime_error(PQerrorMessage(connection_));
  }
  void end_copy() {
    if (PQputCopyEnd(connection_, nullptr) != 1) throw std::runtime_error(PQerrorMessage(connection_));
    const Rows rows(PQgetResult(connection_), &PQclear);
    if (PQresultStatus(rows.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(connection_));
    while (PGresult* rest = PQgetResult(connection_)) PQclear(rest);
  }
  int server() const { return PQbackendPID(connection_); }

 private:
  PGconn* connection_;
};

std::string array(const std::vector<std::string>& values) {
  std::string text = "{";
  for (const std::string& value : values) (text += text.size() > 1 ? "," : "") += value;
  return text + "}";
}

// Tabs and line ends can't occur in fields but in the text, where COPY wants them escaped.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') result += '\\';
    if (c == '\n')
      result += "\\n";
    else
      result += c;
  }
  return result;
}

int index(const std::string& flat, const std::string& where) {
  Connection connection(where);
  connection.run("DROP TABLE IF EXISTS items");
  std::string columns;
  for (const char* facet : kFacets) (columns += facet) += " text[], ";
  connection.run("CREATE UNLOGGED TABLE items(id serial PRIMARY KEY, title text, text text, " + columns +
                 "words tsvector GENERATED ALWAYS AS (setweight(to_tsvector('danish', title), 'A') || "
                 "to_tsvector('danish', text)) STORED)");
  connection.run("COPY items(title, text, organisation, committee, year, municipality, topic, decision) FROM STDIN");
  FlatFile file(flat);
  while (const auto item = file.next()) {
    std::string line = escaped(item->title) + '\t' + escaped(item->text);
    for (const auto& values : item->facets) line += '\t' + array(values);
    connection.copy(line + '\n');
  }
  connection.end_copy();
  connection.run("CREATE INDEX ON items USING gin(words)");
  for (const char* facet : kFacets) connection.run(std::string("CREATE INDEX ON items USING gin(") + facet + ")");
  connection.run("ANALYZE items");
  return 0;
}

class PostgresClient : public Client {
 public:
  PostgresClient(const std::string& where, const std::vector<Query>& queries) : connection_(where), queries_(queries) {
    if (::clock_getcpuclockid(connection_.server(), &clock_) != 0) clock_ = CLOCK_THREAD_CPUTIME_ID;
  }

  double processor_time() const override {
    timespec time{};
    ::clock_gettime(clock_, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  }

  Answer ask(std::size_t number) override {
    const Query& query = queries_[number];
    const bool prefix = query.kind == "prefix", phrase = query.kind == "phrase";
    std::vector<std::string> values{prefix   ? words_of(query).front() + ":*"
                                    : phrase ? query.text.substr(1, query.text.size() - 2)
                                             : query.text};
    const std::string tsquery = prefix   ? "to_tsquery('simple', $1)"
                                : phrase ? "phraseto_tsquery('danish', $1)"
                                         : "plainto_tsquery('danish', $1)";
    std::string where = "words @@ " + tsquery;
    for (const auto& [name, value] : query.filters) {
      values.push_back("{" + value + "}");
      where += " AND " + name + " @> $" + std::to_string(values.size()) + "::text[]";
    }
    std::string counts;
    for (const char* facet : kFacets) {
      const std::string name(facet);
      counts += " UNION ALL (SELECT '" + name + "', value, count(*) FROM found, unnest(" + name +
                ") AS value GROUP BY value ORDER BY 3 DESC LIMIT 20)";
    }
    const Rows rows = connection_.run(
        "WITH found AS MATERIALIZED (SELECT id, organisation, committee, year, municipality, topic, decision, "
        "ts_rank_cd(words, " +
            tsquery + ") AS rank FROM items WHERE " + where +
            "), hits AS (SELECT id, rank FROM found ORDER BY rank DESC LIMIT 10) "
            "(SELECT title, ts_headline('danish', text, " +
            tsquery +
            ", 'MaxFragments=2'), 0 FROM hits JOIN items USING(id)) "
            "UNION ALL (SELECT 'total', '', count(*) FROM found)" +
            counts,
        values);
    Answer answer;
    for (int i = 0; i < PQntuples(rows.get()); ++i) {
      answer.bytes += PQgetlength(rows.get(), i, 0) + PQgetlength(rows.get(), i, 1);
      if (std::string(PQgetvalue(rows.get(), i, 0)) == "total") answer.total = std::atol(PQgetvalue(rows.get(), i, 2));
    }
    return answer;
  }

 private:
  Connection connection_;
  const std::vector<Query>& queries_;
  clockid_t clock_ = CLOCK_THREAD_CPUTIME_ID;
};

}  // namespace
}  // namespace opslag::bench

int main(int argc, char** argv) {
  using namespace opslag::bench;
  return run_peer({"opslag-peer-postgresql", "CONNECTION", index,
                   [](const std::string& where, const std::vector<Query>& queries) {
                     return std::make_unique<PostgresClient>(where, queries);
                   }},
                  argc, argv);
}
