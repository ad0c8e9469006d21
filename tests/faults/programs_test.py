#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two programs when the machine fails them: a full disk, an index that can't be written, kill -9 of the reader of
attachments or of the indexer itself. Nothing that was indexed is lost, searchd goes on answering, the words are clear.

usage: programs_test.py OPSLAG_INDEXER OPSLAG_SEARCHD SOURCE_DIR
What needs a mount of its own runs in a mount namespace (as root, or where users may have one), else it is skipped.
"""
import json, os, shutil, signal, subprocess, sys, tempfile, time, unittest, urllib.request
from pathlib import Path

OWN_MOUNTS = "OPSLAG_TEST_HAS_ITS_OWN_MOUNTS"
if OWN_MOUNTS not in os.environ:
    for unshare in (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"]):
        probe = "mount -t tmpfs none /mnt && mount -o remount,ro,bind /mnt"
        if shutil.which("unshare") and subprocess.run([*unshare, "sh", "-c", probe], capture_output=True).returncode == 0:
            os.execvpe("unshare", [*unshare, sys.executable, *sys.argv], {**os.environ, OWN_MOUNTS: "yes"})
    os.environ[OWN_MOUNTS] = ""
CAN_MOUNT = os.environ[OWN_MOUNTS] == "yes"

INDEXER, SEARCHD, SOURCE = sys.argv.pop(1), sys.argv.pop(1), Path(sys.argv.pop(1))
sys.path.insert(0, str(SOURCE / "tests" / "support"))
import running  # noqa: E402

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
PATIENCE = 60  # seconds


def meeting(number, attachment=None, words="molen er gammel"):
    attachments = [{"name": attachment}] if attachment else []
    return json.dumps({"committee": "Havneudvalget", "date": f"2026-{1 + number // 28:02}-{1 + number % 28:02}", "type": "referat",
                       "items": [{"number": 1, "title": f"Sag {number}", "sections": [{"heading": None, "text": words}],
                                  "attachments": attachments, "decision": {"text": "Godkendt.", "codes": []}}]}) + "\n"


def endless_pdf():
    """Each form draws the next one ten times: ten to the power of twelve in all."""
    form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    draws = "/X Do " * 10
    pdf = ("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
           "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>endobj\n"
           "4 0 obj<</Length 5>>stream\n/X Do\nendstream endobj\n")
    for i in range(5, 17):
        pdf += (f"{i} 0 obj<<{form}/Resources<</XObject<</X {i + 1} 0 R>>>>/Length {len(draws)}>>stream\n{draws}\n"
                "endstream endobj\n")
    return pdf + f"17 0 obj<<{form}/Length 1>>stream\nn\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def until(what):
    """What `what` returns as soon as it is true."""
    deadline = time.monotonic() + PATIENCE
    while not (result := what()):
        if time.monotonic() > deadline:
            raise AssertionError("that did not happen in time")
        time.sleep(0.01)
    return result


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="opslag-faults-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.folder.chmod(0o755)
        self.index, self.minutes = self.folder / "index", self.folder / "minutes"
        (self.minutes / "bilag").mkdir(parents=True)
        self.index.mkdir()

    def run_indexer(self, command, *arguments, prefix=()):
        return subprocess.run([*prefix, INDEXER, command, "--index", self.index, *arguments], capture_output=True, text=True,
                              timeout=300)

    def update(self, prefix=()):
        return self.run_indexer("update", self.minutes, prefix=prefix)

    def write(self, numbers, words="molen er gammel"):
        for number in numbers:
            (self.minutes / f"{number}.jsonl").write_text(meeting(number, words=words))

    def mount(self, folder, options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", folder], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", folder], check=True)

    def assert_holds(self, items):
        checked = self.run_indexer("check")
        self.assertEqual(checked.returncode, 0, checked.stderr)
        self.assertRegex(checked.stdout, rf"(?m)^items +{items}$")

    def assert_serves(self, server, items):
        with urllib.request.urlopen(f"{server.url}/api/v1/search?q=molen&limit=0") as answer:
            self.assertEqual(json.load(answer)["total"], items)


@unittest.skipUnless(CAN_MOUNT, "no mounts here")
class FullDisk(Case):
    def setUp(self):
        super().setUp()
        self.mount(self.index, "size=8m")
        self.write(range(3))
        self.assertEqual(self.update().returncode, 0)

    def leave_room(self, size):
        filler = self.index / "filler"
        filler.unlink(missing_ok=True)
        room = os.statvfs(self.index)
        filler.write_bytes(bytes(max(0, room.f_bavail * room.f_bsize - size)))

    def test_an_update_says_so_and_the_index_stays_as_it_was(self):
        self.write(range(3, 80))
        refused = 0
        with running.Searchd(SEARCHD, str(self.index)) as server:
            for room in (0, 4096, 16384, 65536, 131072, 262144, 524288, 1 << 20):
                self.leave_room(room)
                done = self.update()
                if done.returncode == 0:
                    break
                refused += 1
                with self.subTest(room=room):
                    self.assertEqual(done.returncode, 3)
                    self.assertRegex(done.stderr, "No space left on device.*nothing was changed")
                    self.assert_holds(3)
                    self.assert_serves(server, 3)
                    self.assertFalse((self.index / "writing").exists())  # what was half done takes no room
            self.assertGreater(refused, 2)
            (self.index / "filler").unlink()
            self.assertEqual(self.update().returncode, 0)
            self.assert_holds(80)
            until(lambda: json.load(urllib.request.urlopen(f"{server.url}/api/v1/search?q=molen&limit=0"))["total"] == 80)

    def test_watch_goes_on_and_tries_again(self):
        watch = subprocess.Popen([INDEXER, "watch", "--json", "--calm", "0.1", "--index", self.index, self.minutes],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(watch.communicate)
        self.addCleanup(watch.kill)
        self.assertEqual(json.loads(watch.stdout.readline())["items"], 3)
        self.leave_room(0)
        self.write(range(3, 80))
        while "tried again" not in (line := watch.stderr.readline()):
            self.assertTrue(line, "watch has ended")
        (self.index / "filler").unlink()
        while json.loads(watch.stdout.readline())["items"] != 80:
            pass
        watch.send_signal(signal.SIGTERM)
        self.assertEqual(watch.wait(PATIENCE), 0)


class IndexThatCantBeWritten(Case):
    def setUp(self):
        super().setUp()
        self.write(range(3))
        self.assertEqual(self.update().returncode, 0)

    def refuses(self, words, prefix=()):
        self.write(range(3, 5))
        done = self.update(prefix)
        self.assertEqual(done.returncode, 3)
        self.assertIn(words, done.stderr)
        self.assertIn("nothing was changed", done.stderr)
        self.assert_holds(3)
        with running.Searchd(SEARCHD, str(self.index)) as server:
            self.assert_serves(server, 3)

    @unittest.skipUnless(CAN_MOUNT, "no mounts here")
    def test_read_only_file_system(self):
        subprocess.run(["mount", "--bind", self.index, self.index], check=True)
        self.addCleanup(subprocess.run, ["umount", "--lazy", self.index], check=True)
        subprocess.run(["mount", "-o", "remount,ro,bind", self.index], check=True)
        self.refuses("Read-only file system")

    def test_somebody_elses_folder(self):
        if NOBODY and subprocess.run([*NOBODY, INDEXER, "--help"], capture_output=True).returncode != 0:
            self.skipTest("nobody may run the indexer where it lies")
        for path in (*self.index.iterdir(), self.index):
            path.chmod(0o555 if path == self.index else 0o444)
        self.refuses("Permission denied", NOBODY)
        self.index.chmod(0o755)


class KilledReader(Case):
    """The minutes' one attachment takes longer to read than any test waits."""

    def setUp(self):
        super().setUp()
        self.write(range(1, 3))
        self.assertEqual(self.update().returncode, 0)
        (self.minutes / "0.jsonl").write_text(meeting(0, "plan.pdf"))
        (self.minutes / "bilag" / "plan.pdf").write_text(endless_pdf())
        self.indexer = subprocess.Popen([INDEXER, "update", "--index", self.index, self.minutes], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.indexer.stderr.close)
        self.addCleanup(self.indexer.wait)
        self.addCleanup(self.indexer.kill)

    def reader(self, other_than=None):
        """The child that reads the attachment, once it has got the file."""
        for task in Path(f"/proc/{self.indexer.pid}/task").iterdir():
            try:
                for child in (task / "children").read_text().split():
                    if int(child) != other_than and any(os.readlink(fd).endswith("plan.pdf") for fd in
                                                        Path(f"/proc/{child}/fd").iterdir()):
                        return int(child)
            except OSError:
                pass  # the thread, or the child, has just ended: it is looked for again
        return None

    def test_kill_9_of_the_reader_costs_one_attachments_text(self):
        first = until(self.reader)
        os.kill(first, signal.SIGKILL)
        second = until(lambda: self.reader(other_than=first))  # it is tried once more
        os.kill(second, signal.SIGKILL)
        words = self.indexer.communicate(timeout=PATIENCE)[1]
        self.assertEqual(self.indexer.returncode, 0, words)
        self.assertRegex(words, "warning: bilag/plan.pdf: skipped: the reader was killed while reading it")
        self.assert_holds(3)

    def test_kill_9_of_the_indexer_loses_nothing(self):
        reader = until(self.reader)
        self.indexer.kill()
        self.indexer.wait()
        until(lambda: not Path(f"/proc/{reader}/fd").exists() or not os.listdir(f"/proc/{reader}/fd"))  # it ends too
        self.assert_holds(2)
        with running.Searchd(SEARCHD, str(self.index)) as server:
            self.assert_serves(server, 2)
            (self.minutes / "bilag" / "plan.pdf").write_text("%PDF-1.4\n")
            self.assertEqual(self.update().returncode, 0)
            self.assert_holds(3)


if __name__ == "__main__":
    unittest.main()
