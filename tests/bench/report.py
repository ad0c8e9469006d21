"""The tables of ./dev bench, in Markdown, and what its bars say of them."""
# SPDX-License-Identifier: GPL-3.0-or-later
import statistics

MIXED, APART_EACH, SET = 2000, 200, 2400  # queries: the first 2,000 of a set are the mixed kinds, shuffled; the rest are told apart
KINDS = ["freq1", "rare1", "and2", "and3", "phrase", "prefix", "filter", "compound", "misspelt"]
APART = ("compound", "misspelt")
# name: (share of a peer's time that is allowed at p50, at p95), by the number of items
BARS = {"lucene": {100000: (1.0, 1.0), 1000000: (1.0, 0.8)}, "xapian": {100000: (0.4, 0.15)}, "groonga": {100000: (0.3, 0.3)},
        "postgresql": {100000: (0.1, 0.1)}, "sqlite": {100000: (0.1, 0.1)}}


class Verdict:
    """What the bars ask for, beside what was measured: filled on the way, told at the end."""

    def __init__(self):
        self.rows = []

    def most(self, what, value, bar):
        self.rows.append([what, f"{value:.2f}", f"≤ {bar}", "met" if value <= bar else f"missed: {value / bar:.1f} times the bar"])

    def least(self, what, value, bar):
        self.rows.append([what, f"{value:.2f}", f"≥ {bar}", "met" if value >= bar else f"missed: {value / bar:.2f} of the bar"])

    def tell(self):
        print("\n## Bars (those of 100,000 items where a size has none of its own)")
        table(["measure", "measured", "bar", ""], self.rows)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(head, rows):
    print("\n| " + " | ".join(head) + " |\n|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |", flush=True)


def mixed_of(answers):
    return [answer for answer in answers if answer[0] not in APART]


def together(rounds):
    return [answer for results in rounds for answer in results]


def tell_answers(chosen, answers):
    print("\n## Answers: ten hits with titles and snippets, totals, facet counts; milliseconds, one client")
    print("\nWall time as the client sees it | the processor time that the engine spent on it, which a busy machine doesn't spoil")
    rows = []
    for engine in chosen:
        mixed = mixed_of(together(answers[engine.key]))
        rows.append([engine.name, len(mixed), *(f"{percentile([a[column] for a in mixed], p):.2f}" for column in (2, 3) for p in (0.5, 0.95, 0.99)),
                     f"{statistics.mean(a[2] for a in mixed):.2f}", f"{statistics.mean(a[3] for a in mixed):.2f}",
                     sum(1 for a in together(answers[engine.key]) if a[1] < 0)])
    table(["engine", "queries", "p50", "p95", "p99", "cpu p50", "cpu p95", "cpu p99", "mean", "cpu mean", "refused"], rows)
    for column, what in ((2, "wall"), (3, "processor")):
        print(f"\n{what} p50 / p95 / p99 (matches, mean); compound and misspelt are not among the mixed kinds")
        rows = []
        for kind in KINDS:
            row = [kind]
            for engine in chosen:
                of_kind = [a for a in together(answers[engine.key]) if a[0] == kind]
                row.append("" if not of_kind else " / ".join(f"{percentile([a[column] for a in of_kind], p):.2f}" for p in (0.5, 0.95, 0.99)) +
                           f" ({statistics.mean(a[1] for a in of_kind):.0f})")
            rows.append(row)
        table(["kind", *(engine.key for engine in chosen)], rows)


def tell_slowest(bench, answers):
    """Opslag's, for those who make it faster."""
    asked = [q for number in range(1, bench.rounds + 1) for i, q in enumerate(bench.queries[number * SET:(number + 1) * SET])
             if i < min(MIXED, bench.asked) or MIXED <= i and (i - MIXED) % APART_EACH < bench.asked // 10]
    slowest = sorted(zip(together(answers["opslag"]), asked), key=lambda pair: -pair[0][3])[:10]
    print("\nOpslag's ten dearest queries, by processor time")
    table(["kind", "q", "filters", "cpu ms", "matches"],
          [[a[0], f"`{q[1]}`", " ".join("=".join(f) for f in q[2]), f"{a[3]:.1f}", a[1]] for a, q in slowest])


def tell_ratios(bench, chosen, answers):
    """The median over the rounds of our percentile divided by theirs."""
    rows = []
    for engine in chosen[1:]:
        def ratio(column, share, kinds):
            pairs = []
            for ours, theirs in zip(answers["opslag"], answers[engine.key]):
                theirs = [a[column] for a in theirs if a[0] in kinds]
                ours = [a[column] for a in ours if a[0] in kinds][:len(theirs)]
                pairs.append(percentile(ours, share) / percentile(theirs, share))
            return statistics.median(pairs)

        mixed = [kind for kind in KINDS if kind not in APART]
        ratios = [ratio(column, share, mixed) for column in (2, 3) for share in (0.5, 0.95)]
        rows.append([engine.key, *(f"{value:.2f}" for value in ratios)])
        bars = BARS[engine.key].get(bench.items) or BARS[engine.key][100000]
        for name, first in (("", 0), (", processor time", 2)):
            bench.verdict.most(f"p50 against {engine.key}{name}", ratios[first], bars[0])
            bench.verdict.most(f"p95 against {engine.key}{name}", ratios[first + 1], bars[1])
        if engine.key == "lucene":
            for column, name in ((2, ""), (3, ", processor time")):
                bench.verdict.most(f"prefixes, p99 against lucene{name}", ratio(column, 0.99, ["prefix"]), 1.5)
    if rows:
        print("\n## Opslag's time / the peer's")
        table(["peer", "p50", "p95", "cpu p50", "cpu p95"], rows)
