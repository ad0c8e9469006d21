"""The peers that ./dev bench measures beside Opslag, Lucene first."""
# SPDX-License-Identifier: GPL-3.0-or-later
from engines import Sqlite, Xapian

ALL = [Xapian, Sqlite]
NAMES = [peer.key for peer in ALL]


def make(bench, names):
    """The named peers, or all."""
    wanted = names.split(",") if names else NAMES
    return [peer(bench) for peer in ALL if peer.key in wanted]
