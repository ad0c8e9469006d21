#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns a SKOS vocabulary into lines for analyzers/dictionary/thesaurus.txt.

  skos_to_thesaurus.py [--language da] FILE.rdf|FILE.ttl > lines.txt

  skos:prefLabel and skos:altLabel, skos:hiddenLabel   herberg = forsorgshjem
  skos:broader, skos:narrower                          botilbud > herberg      (who asks for the wider finds the narrower)
  skos:related                                         herberg ~ varmestue

Read are RDF/XML, and of Turtle what vocabularies are published in: prefixes, literals with a language, ; and , lists.
Labels without a language count too. What can't be a line of a thesaurus is named on standard error and left out.
"""
# SPDX-License-Identifier: GPL-3.0-or-later
import argparse
import re
import sys
import xml.etree.ElementTree as xml

SKOS = "http://www.w3.org/2004/02/skos/core#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LABELS = ("prefLabel", "altLabel", "hiddenLabel")
LINKS = ("broader", "narrower", "related")
SIGNS = re.compile(r"[,#|&=>~\n]")
MAX_WORDS = 8

TOKEN = re.compile(
    r"""\s+ | \#[^\n]*
      | (?P<text>\"{3}(?:[^\\]|\\.)*?\"{3} | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
        (?:@(?P<language>[\w-]+) | \^\^(?:<[^<>]*>|[\w:-]+))?
      | <(?P<iri>[^<>\s]*)>
      | (?P<at>@prefix|@base|PREFIX|BASE)\b
      | (?P<mark>[;,.\[\]()])
      | (?P<name>[^\s;,\[\]()<>"']*[^\s;,\[\]()<>"'.])""",
    re.X | re.S)


def statements_of_xml(text):
    for concept in xml.fromstring(text).iter():
        subject = concept.get(f"{{{RDF}}}about")
        for part in concept if subject else ():
            name = part.tag.removeprefix(f"{{{SKOS}}}")
            if name in LABELS:
                yield subject, name, (part.text or "", part.get(XML_LANG, ""))
            elif name in LINKS:
                target = part.get(f"{{{RDF}}}resource") or next((child.get(f"{{{RDF}}}about") for child in part), None)
                if target:
                    yield subject, name, target


def unescaped(quoted):
    text = quoted[3:-3] if quoted.startswith('"""') else quoted[1:-1]
    plain = {"n": "\n", "t": "\t", "r": "\r"}
    return re.sub(r"\\(?:u([0-9a-fA-F]{4})|(.))", lambda m: chr(int(m[1], 16)) if m[1] else plain.get(m[2], m[2]), text, flags=re.S)


def tokens_of(text):
    at = 0
    while at < len(text):
        found = TOKEN.match(text, at)
        if not found:
            raise ValueError(f"line {text.count(chr(10), 0, at) + 1}: this is no Turtle that can be read: {text[at:at + 30]!r}")
        at = found.end()
        if found.lastgroup:
            yield found


def statements_of_turtle(text):
    prefixes, sentence, depth = {}, [], 0
    directive = None  # what is left of "@prefix name: <iri>"
    for token in tokens_of(text):
        if token["at"]:
            directive = []
        elif directive is not None:
            directive.append(token)
            if token["iri"] is not None:
                if len(directive) == 2:
                    prefixes[directive[0]["name"]] = token["iri"]
                directive = None
        elif token["mark"] in ("[", "("):
            depth += 1
        elif token["mark"] in ("]", ")"):
            depth -= 1
        elif depth == 0 and token["mark"] == ".":
            yield from triples(sentence, prefixes)
            sentence = []
        elif depth == 0:
            sentence.append(token)
    if sentence or depth or directive is not None:
        raise ValueError("it ends in the midst of a statement")


def triples(sentence, prefixes):
    def iri(token):
        if token["iri"] is not None:
            return token["iri"]
        prefix, _, local = (token["name"] or "").partition(":")
        return prefixes.get(prefix + ":", prefix + ":") + local

    subject = predicate = None
    for token in sentence:
        if token["mark"] == ";":
            predicate = None
        elif token["mark"] == ",":
            continue
        elif subject is None:
            subject = iri(token)
        elif predicate is None:
            predicate = iri(token).removeprefix(SKOS)
        elif predicate in LABELS and token["text"]:
            yield subject, predicate, (unescaped(token["text"]), token["language"] or "")
        elif predicate in LINKS and not token["text"]:
            yield subject, predicate, iri(token)


def usable(label):
    label = " ".join(label.split())
    if not label or SIGNS.search(label) or label.startswith("near ") or len(label.split()) > MAX_WORDS:
        print(f"left out: {label!r} can't stand in a thesaurus", file=sys.stderr)
        return None
    return label


def lines_of(statements, language):
    labels, links = {}, []
    for subject, name, value in statements:
        if name in LINKS:
            links.append((subject, name, value))
        elif value[1].lower().split("-")[0] in ("", language):
            if label := usable(value[0]):
                own = labels.setdefault(subject, [])
                if label.lower() not in (known.lower() for known in own):
                    own.insert(0, label) if name == "prefLabel" else own.append(label)
    lines = [f"{own[0]} = {', '.join(own[1:])}" for own in labels.values() if len(own) > 1]
    for subject, name, target in links:
        if subject not in labels or target not in labels:
            continue
        one, other = labels[subject][0], labels[target][0]
        if name == "related":
            one, other, sign = min(one, other), max(one, other), "~"
        else:
            one, other, sign = (other, one, ">") if name == "broader" else (one, other, ">")
        if one != other:
            lines.append(f"{one} {sign} {other}")
    return list(dict.fromkeys(lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", default="da")
    parser.add_argument("file")
    args = parser.parse_args()
    try:
        with open(args.file, encoding="utf-8-sig") as file:
            text = file.read()
        read = statements_of_xml if text.lstrip().startswith("<?xml") or "<rdf:RDF" in text else statements_of_turtle
        lines = lines_of(read(text), args.language)
    except (OSError, UnicodeDecodeError, ValueError, xml.ParseError) as error:
        sys.exit(f"skos_to_thesaurus: {args.file}: {error}")
    print(f"# from {args.file.rsplit('/', 1)[-1]}\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
