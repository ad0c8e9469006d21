"""The peers that ./dev bench measures beside Opslag, Lucene first."""
# SPDX-License-Identifier: GPL-3.0-or-later
import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import time
import urllib.parse

from engines import Engine, Passes, Sqlite, Xapian, free_port, measured, size_of, write_requests

FACETS = ["organisation", "committee", "year", "municipality", "topic", "decision"]


def wait_for(port, process, name):
    for _ in range(600):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"{name} did not start")


class Lucene(Engine):
    key, name = "lucene", "Lucene 4.10, in process (JVM, warm), four plain facets"
    jars = [pathlib.Path(f"/usr/share/java/lucene-{part}.jar") for part in ("core", "analyzers-common", "facet", "highlighter", "queries")]

    def __init__(self, bench):
        super().__init__(bench)
        found = [next(iter(sorted(jar.parent.glob(f"{jar.stem}-4.10*.jar"))), None) for jar in self.jars]
        self.found = [jar for jar in found if jar]
        self.classes = bench.work / "lucene-classes"

    def missing(self):
        if len(self.found) < len(self.jars):
            return "liblucene4.10-java is not installed"
        return None if shutil.which("javac") else "default-jdk-headless is not installed"

    def java(self):
        path = ":".join(map(str, [self.classes, *self.found]))
        source, compiled = pathlib.Path(__file__).parent / "peers/LucenePeer.java", self.classes / "LucenePeer.class"
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            self.classes.mkdir(parents=True, exist_ok=True)
            subprocess.run(["javac", "-nowarn", "-Xlint:none", "-d", self.classes, "-cp", path, source], check=True)
        return ["java", "-Xmx1g", "-cp", path, "LucenePeer"]

    def index_command(self):
        return [*self.java(), "index", self.bench.flat(), self.folder]

    def serve_command(self):
        return [*self.java(), "serve", self.folder, self.bench.query_file]


class Groonga(Engine):
    key, name, asked = "groonga", "Groonga, HTTP, six drilldowns", 1000

    def missing(self):
        if not shutil.which("groonga"):
            return "groonga-bin is not installed"
        stems = any(pathlib.Path("/usr/lib").glob("*/groonga/plugins/token_filters/stem.so"))
        return None if stems else "groonga-token-filter-stem is not installed"

    def commands(self, file):
        """The schema, the items, then the index over the text: built at once, which is Groonga's fast way."""
        with open(file, "w", encoding="utf-8") as out, open(self.bench.flat(), encoding="utf-8") as items:
            out.write("plugin_register token_filters/stem\n")
            for facet in FACETS:
                out.write(f"table_create {facet}_values TABLE_HASH_KEY ShortText\n")
            out.write("table_create Items TABLE_NO_KEY\ncolumn_create Items title COLUMN_SCALAR ShortText\n"
                      "column_create Items text COLUMN_SCALAR LongText\n")
            for facet in FACETS:
                out.write(f"column_create Items {facet} COLUMN_VECTOR {facet}_values\ncolumn_create {facet}_values items COLUMN_INDEX Items {facet}\n")
            out.write("load --table Items\n[\n")
            for number, line in enumerate(items):
                _, title, text, _, *facets = line.rstrip("\n").split("\t")
                record = {"title": title, "text": text.replace("\\n", "\n")}
                record.update((name, value.split(";") if value else []) for name, value in zip(FACETS, facets))
                out.write(("," if number else "") + json.dumps(record, ensure_ascii=False) + "\n")
            out.write("]\ntable_create Words TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto ")
            out.write("""--token_filters 'TokenFilterStem("algorithm", "danish")'\n""")
            out.write("column_create Words items COLUMN_INDEX|WITH_POSITION|WITH_SECTION Items title,text\n")

    def index(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        commands = self.bench.work / "groonga.grn"
        self.commands(commands)
        figures = measured(["groonga", "--log-path", self.bench.work / "groonga.log", "--file", commands, "-n", self.folder / "db"],
                           log=self.bench.work / "index-groonga.log")
        commands.unlink()
        return figures | {"bytes": size_of(self.folder)}

    @staticmethod
    def path(text, filters):
        options = [("table", "Items"), ("match_columns", "title * 3 || text"), ("query", text), ("output_columns", "title,snippet_html(text)"),
                   ("sort_keys", "-_score"), ("limit", "10"), ("cache", "no")]
        if filters:
            options.append(("filter", " && ".join(f'{name} @ "{value}"' for name, value in filters)))
        for facet in FACETS:
            options += [(f"drilldowns[{facet}].keys", facet), (f"drilldowns[{facet}].sort_keys", "-_nsubrecs"), (f"drilldowns[{facet}].limit", "20")]
        return "/d/select?" + urllib.parse.urlencode(options, quote_via=urllib.parse.quote)

    def start(self):
        port = free_port()
        command = ["groonga", "-s", "--protocol", "http", "--port", str(port), "--bind-address", "127.0.0.1", "--max-threads", "4",
                   "--log-path", str(self.bench.work / "groonga.log"), str(self.folder / "db")]
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(port, self.server, "groonga")
        requests = self.bench.work / "requests-groonga.tsv"
        write_requests(requests, self.bench.queries, self.path)
        self.passes = Passes([self.bench.programs / "opslag-load", port, requests, "],[[[", self.server.pid], self.bench.work / "serve-groonga.log")

    def stop(self):
        super().stop()
        self.server.terminate()
        self.server.wait(timeout=60)


class Postgresql(Engine):
    """A cluster of its own, run as the user postgres where the bench is root's, which PostgreSQL refuses."""

    key, name, asked = "postgresql", "PostgreSQL, Danish text search, unix socket", 200

    def __init__(self, bench):
        super().__init__(bench)
        found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        self.programs = found[-1].parent if found else None
        self.account = pwd.getpwnam("postgres") if os.geteuid() == 0 and "postgres" in (user.pw_name for user in pwd.getpwall()) else None

    def missing(self):
        if not self.programs or (os.geteuid() == 0 and not self.account):
            return "postgresql is not installed"
        return None if (self.bench.programs / "opslag-peer-postgresql").exists() else "libpq-dev is not installed"

    def as_user(self):
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []} if self.account else {}

    def server(self):
        command = [self.programs / "postgres", "-D", self.cluster, "-k", self.cluster, "-h", ""]
        for setting in ("shared_buffers=1GB", "work_mem=64MB", "maintenance_work_mem=512MB", "fsync=off", "max_wal_size=4GB", "jit=off"):
            command += ["-c", setting]
        process = subprocess.Popen(command, **self.as_user(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            if subprocess.run([self.programs / "pg_isready", "-q", "-h", self.cluster]).returncode == 0:
                return process
            time.sleep(0.1)
        raise SystemExit("postgresql did not start")

    @property
    def cluster(self):
        """Where the user postgres may go, whatever folder the bench lies in."""
        return pathlib.Path("/var/tmp" if self.account else self.bench.work) / f"opslag-bench-{self.bench.items}"

    @property
    def where(self):
        return f"host={self.cluster} dbname=postgres user={self.account.pw_name if self.account else pwd.getpwuid(os.geteuid()).pw_name}"

    def index(self):
        shutil.rmtree(self.cluster, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([self.programs / "initdb", "-D", self.cluster, "-E", "UTF8", "--locale=C", "-A", "trust", "-N"], check=True,
                       stdout=subprocess.DEVNULL, cwd="/", **self.as_user())
        server = self.server()
        empty = size_of(self.cluster / "base")
        figures = measured([self.bench.programs / "opslag-peer-postgresql", "index", self.bench.flat(), self.where],
                           log=self.bench.work / "index-postgresql.log")
        server.terminate()
        server.wait(timeout=120)
        return figures | {"cpu": 0, "peak_mb": 0, "bytes": size_of(self.cluster / "base") - empty}

    def start(self):
        self.process = self.server()
        self.passes = Passes([self.bench.programs / "opslag-peer-postgresql", "serve", self.where, self.bench.query_file],
                             self.bench.work / "serve-postgresql.log")

    def stop(self):
        super().stop()
        self.process.terminate()
        self.process.wait(timeout=120)

    def clean(self):
        super().clean()
        shutil.rmtree(self.cluster, ignore_errors=True)


ALL = [Lucene, Xapian, Groonga, Sqlite, Postgresql]
NAMES = [peer.key for peer in ALL]


def make(bench, names):
    """The named peers, or all."""
    wanted = names.split(",") if names else NAMES
    return [peer(bench) for peer in ALL if peer.key in wanted]
