// Lucene 4.10 as its documentation tells one to use it, to measure against: one writing thread, DanishAnalyzer, facets from doc values, PostingsHighlighter.
// SPDX-License-Identifier: GPL-3.0-or-later
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.facet.*;
import org.apache.lucene.facet.sortedset.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.search.postingshighlight.PostingsHighlighter;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.apache.lucene.util.Version;

public class LucenePeer {
  static final String[] FIELDS = {"organisation", "committee", "year", "municipality", "topic", "decision"};
  static final String[] COUNTED = {"year", "municipality", "topic", "decision"};  // four plain facets, as the bar says

  static FacetsConfig facets() {
    FacetsConfig config = new FacetsConfig();
    for (String name : FIELDS) config.setMultiValued(name, true);
    return config;
  }

  static void index(String flat, String folder) throws IOException {
    IndexWriterConfig options = new IndexWriterConfig(Version.LATEST, new DanishAnalyzer());
    options.setRAMBufferSizeMB(256);
    FieldType text = new FieldType(TextField.TYPE_STORED);
    text.setIndexOptions(FieldInfo.IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
    FacetsConfig config = facets();
    try (IndexWriter writer = new IndexWriter(FSDirectory.open(new File(folder)), options);
         BufferedReader in = Files.newBufferedReader(Paths.get(flat), StandardCharsets.UTF_8)) {
      for (String line; (line = in.readLine()) != null;) {
        String[] fields = line.split("\t", -1);
        Document document = new Document();
        document.add(new StoredField("id", fields[0]));
        document.add(new StoredField("title", fields[1]));
        document.add(new Field("text", fields[1] + "\n" + fields[2].replace("\\n", "\n"), text));
        for (int i = 0; i < FIELDS.length; i++) {
          if (fields[4 + i].isEmpty()) continue;
          for (String value : fields[4 + i].split(";")) {
            document.add(new StringField("is_" + FIELDS[i], value, Field.Store.NO));
            if (Arrays.asList(COUNTED).contains(FIELDS[i])) document.add(new SortedSetDocValuesFacetField(FIELDS[i], value));
          }
        }
        writer.addDocument(config.build(document));
      }
      writer.forceMerge(1);
    }
  }

  static Query compile(String text, String filters, Analyzer analyzer) {
    QueryBuilder builder = new QueryBuilder(analyzer);
    Query query;
    if (text.startsWith("\"")) query = builder.createPhraseQuery("text", text.replace("\"", ""));
    else if (text.endsWith("*")) query = new PrefixQuery(new Term("text", text.substring(0, text.length() - 1)));
    else query = builder.createBooleanQuery("text", text, BooleanClause.Occur.MUST);
    if (query == null) query = new BooleanQuery();  // nothing but stop words
    if (filters.isEmpty()) return query;
    BooleanQuery all = new BooleanQuery();
    for (String filter : filters.split("&")) {
      String[] parts = filter.split("=", 2);
      all.add(new TermQuery(new Term("is_" + parts[0], parts[1])), BooleanClause.Occur.MUST);
    }
    return new FilteredQuery(query, new QueryWrapperFilter(all));
  }

  static class Peer {
    final IndexSearcher searcher;
    final SortedSetDocValuesReaderState state;
    final Analyzer analyzer = new DanishAnalyzer();
    final List<String[]> queries = new ArrayList<>();
    static final AtomicLong made = new AtomicLong();

    Peer(String folder, String file) throws IOException {
      IndexReader reader = DirectoryReader.open(FSDirectory.open(new File(folder)));
      searcher = new IndexSearcher(reader);
      state = new DefaultSortedSetDocValuesReaderState(reader);
      for (String line : Files.readAllLines(Paths.get(file), StandardCharsets.UTF_8)) queries.add(line.split("\t", -1));
    }

    long ask(String[] asked) throws IOException {
      Query query = compile(asked[1], asked[2], analyzer);
      FacetsCollector collector = new FacetsCollector();
      TopDocs hits = FacetsCollector.search(searcher, query, 10, collector);
      long bytes = 0;
      for (ScoreDoc hit : hits.scoreDocs) bytes += searcher.doc(hit.doc, Collections.singleton("title")).get("title").length();
      if (hits.totalHits > 0) {
        for (String snippet : new PostingsHighlighter(200000).highlight("text", query, searcher, hits)) bytes += snippet == null ? 0 : snippet.length();
      }
      Facets counts = new SortedSetDocValuesFacetCounts(state, collector);
      for (String name : COUNTED) {
        FacetResult result = counts.getTopChildren(20, name);
        if (result != null) bytes += result.childCount;
      }
      made.addAndGet(bytes);
      return hits.totalHits;
    }

    void pass(int clients, int first, int last, PrintStream out) throws Exception {
      int end = Math.min(last, queries.size()), number = Math.max(0, end - first);
      double[] took = new double[number], processor = new double[number];
      java.lang.management.ThreadMXBean clock = java.lang.management.ManagementFactory.getThreadMXBean();
      long[] totals = new long[number];
      AtomicInteger next = new AtomicInteger();
      Runnable work = () -> {
        for (int i; (i = next.getAndIncrement()) < number;) {
          long begin = System.nanoTime(), used = clock.getCurrentThreadCpuTime();
          try {
            totals[i] = ask(queries.get(first + i));
          } catch (Exception error) {
            totals[i] = -1;
            error.printStackTrace();
          }
          took[i] = (System.nanoTime() - begin) / 1e6;
          processor[i] = (clock.getCurrentThreadCpuTime() - used) / 1e6;
        }
      };
      long begin = System.nanoTime();
      List<Thread> threads = new ArrayList<>();
      for (int i = 1; i < clients; i++) threads.add(new Thread(work));
      for (Thread thread : threads) thread.start();
      work.run();
      for (Thread thread : threads) thread.join();
      double seconds = (System.nanoTime() - begin) / 1e9;
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < number; i++) text.append(String.format(Locale.ROOT, "%s\t%.4f\t%d\t%.4f\n", queries.get(first + i)[0], took[i], totals[i], processor[i]));
      out.print(text.append(String.format(Locale.ROOT, "done %.6f\n", seconds)));
      out.flush();
    }
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 3 && arguments[0].equals("index")) {
      index(arguments[1], arguments[2]);
    } else if (arguments.length == 3 && arguments[0].equals("serve")) {
      Peer peer = new Peer(arguments[1], arguments[2]);
      System.out.println("ready");
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line; (line = in.readLine()) != null;) {
        String[] words = line.split(" ");
        if (words[0].equals("pass")) peer.pass(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]), System.out);
      }
    } else {
      System.err.println("Usage: LucenePeer index FLAT FOLDER | serve FOLDER QUERIES");
      System.exit(2);
    }
  }
}
