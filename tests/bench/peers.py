"""The peers that ./dev bench measures beside Opslag, Lucene first."""
# SPDX-License-Identifier: GPL-3.0-or-later
import pathlib
import shutil
import subprocess

from engines import Engine, Sqlite, Xapian


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
        if not self.classes.exists():
            self.classes.mkdir(parents=True)
            source = pathlib.Path(__file__).parent / "peers/LucenePeer.java"
            subprocess.run(["javac", "-nowarn", "-Xlint:none", "-d", self.classes, "-cp", path, source], check=True)
        return ["java", "-Xmx1g", "-cp", path, "LucenePeer"]

    def index_command(self):
        return [*self.java(), "index", self.bench.flat(), self.folder]

    def serve_command(self):
        return [*self.java(), "serve", self.folder, self.bench.query_file]


ALL = [Lucene, Xapian, Sqlite]
NAMES = [peer.key for peer in ALL]


def make(bench, names):
    """The named peers, or all."""
    wanted = names.split(",") if names else NAMES
    return [peer(bench) for peer in ALL if peer.key in wanted]
