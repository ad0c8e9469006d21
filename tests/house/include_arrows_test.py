#!/usr/bin/env python3
"""Holds include_arrows.py to small houses with one wrong include each."""
# SPDX-License-Identifier: GPL-3.0-or-later
import pathlib
import subprocess
import sys
import tempfile

CHECK = pathlib.Path(__file__).with_name("include_arrows.py")
HOUSES = [  # files, passes?
    ({"analyzers/a.h": "", "corpus/b.cpp": '#include "analyzers/a.h"\n#include <vector>'}, True),
    ({"searchd/a.cpp": "#include <httplib.h>", "analyzers/deep/b.cpp": "#include <unicode/unistr.h>"}, True),
    ({"searchd/a.cpp": "#include <httplib.h>", "searchd/b.cpp": "#include <httplib.h>"}, False),
    ({"corpus/b.h": "", "analyzers/a.h": '#include "corpus/b.h"'}, False),
    ({"indexer/b.h": "", "searchd/a.h": '#  include "indexer/b.h"'}, False),
    ({"corpus/a.cpp": "#include <xapian.h>"}, False),
    ({"analyzers/a.h": "#include <unicode/unistr.h>"}, False),
    ({"searchd/a.h": "#include <httplib.h>"}, False),
    ({"corpus/source.h": "", "searchd/a.cpp": '#include "corpus/source.h"'}, False),
    ({"corpus/b.h": "", "corpus/a.cpp": '#include "b.h"'}, False),
    ({}, False),  # nothing looked at is no success
]
failures = 0
for files, passes in HOUSES:
    with tempfile.TemporaryDirectory() as root:
        for name, text in files.items():
            path = pathlib.Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        run = subprocess.run([sys.executable, CHECK, root], capture_output=True, text=True)
        if (run.returncode == 0) != passes:
            print(f"{files}: exit {run.returncode}, {run.stdout}{run.stderr}")
            failures += 1
sys.exit(1 if failures else 0)
