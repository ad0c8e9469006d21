# SPDX-License-Identifier: GPL-3.0-or-later
"""Made minutes as word processors set them: flat OpenDocument texts with headings, tables, lists, columns, heads and feet."""
from html import escape

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="S" svg:font-family="'Liberation Sans'"/></office:font-face-decls>
<office:styles>
<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-bottom="{after}cm"/>
<style:text-properties style:font-name="S" fo:font-size="11pt" fo:language="da" fo:country="DK"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph" style:class="text"/>
<style:style style:name="H1" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="1">
<style:paragraph-properties fo:margin-top="0.5cm" fo:margin-bottom="0.2cm"/><style:text-properties fo:font-size="14pt" fo:font-weight="bold"/></style:style>
<style:style style:name="H2" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="2">
<style:paragraph-properties fo:margin-top="0.3cm" fo:margin-bottom="0.1cm"/><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="{number}" style:num-suffix="{suffix}"/>
<text:outline-level-style text:level="2" style:num-format=""/></text:outline-style>
</office:styles>
<office:automatic-styles>
<style:style style:name="J" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:text-align="{align}"/></style:style>
<style:style style:name="Contents" style:family="paragraph" style:parent-style-name="Standard"><style:paragraph-properties fo:margin-bottom="0cm"><style:tab-stops>
<style:tab-stop style:position="17cm" style:type="right" style:leader-style="dotted" style:leader-text="."/></style:tab-stops></style:paragraph-properties></style:style>
<style:style style:name="Two" style:family="section"><style:section-properties><style:columns fo:column-count="2" fo:column-gap="1cm"/></style:section-properties></style:style>
<style:style style:name="T" style:family="table"><style:table-properties style:width="17cm" table:align="margins"/></style:style>
<style:style style:name="T0" style:family="table-column"><style:table-column-properties style:column-width="{first}cm"/></style:style>
<style:style style:name="T1" style:family="table-column"><style:table-column-properties style:column-width="{second}cm"/></style:style>
<style:style style:name="T2" style:family="table-column"><style:table-column-properties style:column-width="8.5cm"/></style:style>
<style:style style:name="C" style:family="table-cell"><style:table-cell-properties fo:padding="0.1cm" fo:border="0.5pt solid #000000"/></style:style>
<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/></text:list-style>
<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/>
<style:header-style><style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.5cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P"><style:header><text:p>Nordhavn Kommune</text:p></style:header>
<style:footer><text:p>Havnegade 1, Nordhavn</text:p><text:p>Side <text:page-number text:select-page="current">1</text:page-number> af <text:page-count>9</text:page-count></text:p>
</style:footer></style:master-page></office:master-styles>
<office:body><office:text>
"""
ITEMS = [
    {"title": "Godkendelse af dagsorden", "text": ["Formanden bød velkommen."], "advice": ["Forvaltningen indstiller, at dagsordenen godkendes."], "decision": "Godkendt.", "files": []},
    {"title": "Kajplads til den nye færge mellem Nordhavn og Lilleø samt ændring af sejlplanen for vinterhalvåret 2031-2032",
     "text": ["Færgeselskabet har søgt om en kajplads med plads til tolv biler. Havnen har i dag to kajpladser, som begge er optaget om sommeren, og en udvidelse "
              "vil kræve, at den østlige mole forlænges med omtrent fyrre meter.", "Udgiften skønnes til 4,2 mio. kr., som er i anlægsbudgettet for 2031-2032."] * 5,
     "advice": ["Forvaltningen indstiller,", "at kajpladsen anlægges, og", "at sejlplanen tages til efterretning."],
     "decision": "Indstillingen blev tiltrådt med syv stemmer mod to, idet Udvalget samtidig ønsker en redegørelse for støjen i de tidlige morgentimer, når der er sejlet i et år.",
     "files": ["Notat om kajplads og mole", "Høringssvar fra Lilleø Beboerforening og fra Nordhavns Sejlklub om sejlplanen for hele vinterhalvåret", "Budget 2031.xlsx"]},
    {"title": "Takster på plejecentre 2031", "text": ["Taksterne følger pris- og lønudviklingen og gælder fra den 1. januar."], "advice": ["Forvaltningen indstiller, at taksterne godkendes."],
     "decision": "Udvalget godkendte indstillingen.", "files": ["Takstblad 2031"]},
    {"title": "Valg af medlem til Naturrådet", "text": ["Naturrådet har en ledig plads, efter at Kirsten Skovgaard er flyttet fra kommunen."] * 9,
     "advice": ["Forvaltningen indstiller, at der vælges et medlem."], "decision": "Udvalget udpegede Arne Bækgaard.", "files": ["Vedtægt for Naturrådet.pdf", "Oversigt over medlemmer.docx"]},
    {"title": "Køb af ejendom", "text": ["Ejendommen ligger ved stationen."], "advice": ["Forvaltningen indstiller, at ejendommen købes."], "decision": "Udsat.", "files": [], "closed": True},
    {"title": "Eventuelt", "text": [], "advice": [], "decision": "Intet.", "files": []},
]
NAMES = ["Arne Bækgaard (A)", "Kirsten Skovgaard (V)", "Mogens Aagaard (F)", "Lise Lund (C)", "Hanne Holm (B)"]


def bold(text):
    return f'<text:span text:style-name="B">{escape(text)}</text:span>'


def p(inside, style="J"):
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def ps(lines):
    return "".join(p(escape(line)) for line in lines)


def h(level, text):
    return f'<text:h text:style-name="H{level}" text:outline-level="{level}">{escape(text)}</text:h>'


def listed(entries, style):
    return f'<text:list text:style-name="{style}">' + "".join(f"<text:list-item>{entry}</text:list-item>" for entry in entries) + "</text:list>" if entries else ""


def table(rows):
    columns = "".join(f'<table:table-column table:style-name="T{i}"/>' for i in range(len(rows[0])))
    cells = lambda row: "".join(f'<table:table-cell table:style-name="C">{cell}</table:table-cell>' for cell in row)
    return f'<table:table table:style-name="T">{columns}' + "".join(f"<table:table-row>{cells(row)}</table:table-row>" for row in rows) + "</table:table>"


def title(item):
    return item["title"] + (" (lukket punkt)" if item.get("closed") else "")


def headed(look):
    head = [("Udvalg", "Havneudvalget"), ("Dato", "12. marts 2031"), ("Sted", "Mødelokale 2"), ("Deltagere", ", ".join(NAMES))]
    body = p(bold("Referat")) + table([[p(bold(a)), p(escape(b))] for a, b in head]) + p("") + p(bold("Punkter"))
    body += "".join(p(f"{n}. {escape(title(item))}<text:tab/>{n + 1}", "Contents") for n, item in enumerate(ITEMS, 1))
    for item in ITEMS:
        body += h(1, title(item))
        for heading, text in (("Sagsfremstilling", ps(item["text"])), ("Indstilling", ps(item["advice"])), ("Bilag", listed(map(p, map(escape, item["files"])), "Bullets")), ("Beslutning", ps([item["decision"]]))):
            body += h(2, heading) + text if text else ""
    return body, {"number": "1", "suffix": ".", **look}


def labelled():
    body = p(bold("Referat af møde i Havneudvalget")) + p("Onsdag den 12. marts 2031 kl. 16.00, Mødelokale 2")
    for n, item in enumerate(ITEMS, 1):
        rows = [("Sagsfremstilling", item["text"]), ("Indstilling", item["advice"]), ("Bilag", item["files"]), ("Beslutning", [item["decision"]])]
        body += h(1, f"Punkt {n}: {title(item)}") + table([[p(bold(label)), ps(lines)] for label, lines in rows if lines])
    return body, {}


def rows():
    head = [p(bold("Nr.")), p(bold("Punkt")), p(bold("Beslutning"))]
    body = p(bold("Referat af Havneudvalgets møde den 12. marts 2031")) + p("")
    return body + table([head] + [[p(f"{n}."), p(escape(title(item))), ps([item["decision"]])] for n, item in enumerate(ITEMS, 1)]), {"first": 1.5, "second": 7}


def paragraphs():
    body = p(bold("Havneudvalget")) + p(bold("REFERAT")) + p("Mødedato: 12. marts 2031") + p("Mødested: Mødelokale 2") + p("") + p(bold("Deltagere:"))
    body += f'<text:section text:style-name="Two" text:name="S">{ps(NAMES)}</text:section>' + p("")
    for n, item in enumerate(ITEMS, 1):
        body += p(bold(f"{n}. {title(item)}"))
        for label, lines in (("Sagsfremstilling:", item["text"]), ("Indstilling:", item["advice"]), ("Beslutning:", [item["decision"]]), ("Bilag:", item["files"])):
            body += p(bold(label)) + ps(lines) if lines else ""
        body += p("")
    return body, {"after": 0}


def one_list():
    entry = lambda item: p(bold(title(item))) + ps(item["text"]) + p(bold("Beslutning: ") + escape(item["decision"]))
    return p(bold("Referat af Havneudvalgets møde den 12. marts 2031")) + p("") + listed([entry(item) for item in ITEMS], "Numbers"), {}


def documents():
    """Name → (flat OpenDocument text, whether it has attachments)."""
    made = {"headed": headed({}), "justified": headed({"align": "justify", "after": 0}), "labelled": labelled(), "rows": rows(), "paragraphs": paragraphs(), "one_list": one_list()}
    defaults = {"after": 0.2, "number": "", "suffix": "", "align": "start", "first": 4, "second": 13}
    texts = {}
    for name, (body, look) in made.items():
        head = HEAD
        for key, value in {**defaults, **look}.items():
            head = head.replace("{" + key + "}", str(value))
        texts[name] = head + body + "</office:text></office:body></office:document>"
    return texts
