# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a folder of mixed attachments, the same ones each time: the samples', those of ../shared if it is there, and made ones of all kinds.

The texts of the made ones are the samples' own, mixed by a fixed seed. Three of five are PDF or Word, as municipalities publish.
"""
import html
import random
import re
import zipfile
import zlib

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MIX = {"pdf": 40, "docx": 22, "xlsx": 10, "pptx": 6, "odt": 6, "rtf": 6, "html": 5, "csv": 3, "txt": 2}  # of a hundred


def packed(path, parts, stored=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            when = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            when.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(when, content)


def pdf(path, pages):
    """Pages of lines in Helvetica, compressed, as a printer driver of some years ago made them."""
    objects = [b"", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]
    kids = []
    for number, lines in enumerate(pages, 1):
        drawn = b"BT /F 10 Tf 13 TL 56 790 Td (Eksempel Kommune) Tj T* T* "
        for line in lines:
            text = line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
            drawn += b"(" + text + b") Tj T* "
        drawn += b"ET BT /F 8 Tf 56 30 Td (Side %d af %d) Tj ET" % (number, len(pages))
        stream = zlib.compress(drawn)
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>" % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    out, at = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in at)
    out += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(at) + 1, table, len(at) + 1, len(out))
    path.write_bytes(out)


def docx(path, paragraphs):
    body = "".join(f'<w:p><w:pPr><w:spacing w:after="120"/></w:pPr><w:r><w:rPr><w:lang w:val="da-DK"/></w:rPr><w:t xml:space="preserve">{html.escape(p)}</w:t></w:r></w:p>'
                   for p in paragraphs)
    cells = "".join("<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{html.escape(c)}</w:t></w:r></w:p></w:tc>" for c in p.split()[:4]) + "</w:tr>" for p in paragraphs[:10])
    packed(path, [("[Content_Types].xml", "<Types/>"),
                  ("word/document.xml", f'<?xml version="1.0" encoding="UTF-8"?><w:document {WORD}><w:body>{body}<w:tbl>{cells}</w:tbl></w:body></w:document>'),
                  ("word/footer1.xml", f"<w:ftr {WORD}><w:p><w:r><w:t>Eksempel Kommune</w:t></w:r></w:p></w:ftr>")])


def xlsx(path, paragraphs):
    rows = ""
    for number, paragraph in enumerate(paragraphs * 4, 1):
        words = paragraph.split()[:8]
        rows += f'<row r="{number}">' + "".join(f'<c r="{chr(65 + i)}{number}" t="inlineStr"><is><t>{html.escape(w)}</t></is></c>' for i, w in enumerate(words))
        rows += f'<c r="K{number}"><v>{number * 12.5}</v></c></row>'
    packed(path, [("xl/workbook.xml", '<workbook><sheets><sheet name="Budget" r:id="rId1"/></sheets></workbook>'),
                  ("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'),
                  ("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")])


def pptx(path, paragraphs):
    slides = [(f"ppt/slides/slide{i}.xml", f"<p:sld><p:sp><p:txBody><a:p><a:r><a:t>{html.escape(p[:300])}</a:t></a:r></a:p></p:txBody></p:sp></p:sld>")
              for i, p in enumerate(paragraphs[:20], 1)]
    packed(path, [("ppt/presentation.xml", "<p/>"), *slides])


def odt(path, paragraphs):
    body = "".join(f"<text:p>{html.escape(p)}</text:p>" for p in paragraphs)
    packed(path, [("mimetype", "application/vnd.oasis.opendocument.text"),
                  ("content.xml", f"<office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>")], ("mimetype",))


def rtf(path, paragraphs):
    def escaped(text):
        return "".join(c if c.isascii() and c not in "\\{}" else f"\\u{ord(c)}?" for c in text)
    path.write_text(r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}" + "".join(escaped(p) + r"\par " for p in paragraphs) + "}", encoding="ascii")


def lines_of(paragraphs):
    lines = []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) > 95:
                lines.append(line)
                line = ""
            line += word + " "
        lines += [line, ""]
    return lines


def make_one(path, kind, paragraphs):
    if kind == "pdf":
        lines = lines_of(paragraphs)
        pdf(path, [lines[i:i + 52] for i in range(0, len(lines), 52)])
    elif kind == "html":
        path.write_text("<!DOCTYPE html><html><body>" + "".join(f"<p>{html.escape(p)}</p>\n" for p in paragraphs) + "</body></html>", encoding="utf-8")
    elif kind == "csv":
        path.write_bytes("".join(";".join(p.split()[:6]) + "\r\n" for p in paragraphs).encode("cp1252", "replace"))
    elif kind == "txt":
        path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    else:
        {"docx": docx, "xlsx": xlsx, "pptx": pptx, "odt": odt, "rtf": rtf}[kind](path, paragraphs)


def make(folder, root, number=1000):
    """Fills `folder` with `number` files; returns their paths."""
    samples = sorted(f for f in (root / "corpus/samples").rglob("*") if f.is_file() and "bilag" in f.parts and f.suffix != ".txt")
    shared = sorted(f for f in (root.parent / "shared/attachments").glob("*") if f.suffix in (".pdf", ".docx"))
    text = "\n".join(f.read_text(encoding="utf-8", errors="replace") for f in sorted((root / "corpus/samples").glob("*/*.txt")))
    paragraphs = [p for p in (re.sub(r"\s+", " ", line).strip() for line in text.split("\n")) if len(p) > 60]
    chance = random.Random(2026)
    kinds = [kind for kind, share in MIX.items() for _ in range(share)]
    files = []
    for original in samples + shared:
        files.append(folder / f"{len(files):04}-{original.name}")
        files[-1].write_bytes(original.read_bytes())
    while len(files) < number:
        kind = kinds[len(files) % len(kinds)]
        files.append(folder / f"{len(files):04}.{kind}")
        make_one(files[-1], kind, chance.choices(paragraphs, k=int(chance.lognormvariate(3.4, 0.8)) + 3))
    return files
