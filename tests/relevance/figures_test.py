#!/usr/bin/env python3
"""figures.py must fail on a figure that is lower or gone, and on nothing else."""
# SPDX-License-Identifier: GPL-3.0-or-later
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import figures  # noqa: E402


class Compare(unittest.TestCase):
    def fails(self, committed, measured):
        with contextlib.redirect_stdout(io.StringIO()):
            return figures.compare(committed, measured)

    def test_only_lower_or_gone_fails(self):
        for committed, measured, fails in (
                ({"search ndcg": 0.9}, {"search ndcg": 0.9}, False), ({"search ndcg": 0.9}, {"search ndcg": 0.8996}, False),
                ({"search ndcg": 0.9}, {"search ndcg": 0.95}, False), ({"search ndcg": 0.9}, {"search ndcg": 0.899}, True),
                ({"search ndcg": 0.9}, {}, True), ({}, {"search ndcg": 0.1}, False)):
            self.assertEqual(self.fails(committed, measured), fails, (committed, measured))

    def test_what_is_written_is_read_back(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "figures.txt")
            file.write_text(figures.written({"parse titles": 1.0, "parse:000 titles": 0.5}), "utf-8")
            self.assertEqual(figures.read(file), {"parse titles": 1.0, "parse:000 titles": 0.5})


if __name__ == "__main__":
    unittest.main()
