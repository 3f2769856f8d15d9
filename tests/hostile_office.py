"""Office files that break readers: bombs, entities, depths, lies about sizes."""

from __future__ import annotations

import io
import struct
import zipfile

from hostile_names import SENTENCE, named


def package(parts: dict[str, bytes], level: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(body: bytes, head: bytes = b"", more: dict[str, bytes] | None = None, kind: str = "document.main") -> bytes:
    """A Word file with that body."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml." + kind + "+xml"
    if "macro" in kind:
        main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/x"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument"/></Relationships>'
    )
    word = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = b'<?xml version="1.0"?>%b<w:document %b><w:body>%b</w:body></w:document>' % (head, word, body)
    parts = {"[Content_Types].xml": types.encode(), "_rels/.rels": rels.encode(), "word/document.xml": document}
    return package(parts | (more or {}))


def paragraph(text: str) -> bytes:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()


@named("docx-paragraphs-bomb.docx")
def paragraphs_bomb() -> bytes:
    """Six million paragraphs, 240 MB of XML in 300 KB."""
    return docx(b"<w:p><w:r><w:t>1</w:t></w:r></w:p>     " * 6_000_000)


@named("docx-billion-laughs.docx")
def billion_laughs() -> bytes:
    lines = [b'<!ENTITY a0 "haha">']
    lines += [b'<!ENTITY a%d "%b">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 10)]
    return docx(paragraph("&a9;"), b"<!DOCTYPE w:document [%b]>" % b"".join(lines))


@named("docx-external-entity.docx")
def external_entity() -> bytes:
    return docx(paragraph("&x;"), b'<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


@named("docx-macros.docm")
def macros() -> bytes:
    """A document with a macro project; its text can be read, the macro is nobody's business."""
    return docx(paragraph(SENTENCE), more={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 400}, kind="macro")


@named("docx-tables-deep.docx")
def tables_deep() -> bytes:
    """A table in a table, 5,000 deep."""
    opening, closing = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    return docx(opening * 5000 + paragraph(SENTENCE) + closing * 5000)


@named("docx-tables-60-deep.docx")
def tables_less_deep() -> bytes:
    opening, closing = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    return docx(opening * 60 + paragraph(SENTENCE) + closing * 60)


@named("docx-span-huge.docx")
def span_huge() -> bytes:
    """A cell that says it spans 2,000,000,000 columns."""
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>%b</w:tc>' % paragraph(SENTENCE)
    return docx(b"<w:tbl><w:tr>%b</w:tr></w:tbl>" % cell)


@named("docx-truncated.docx")
def docx_truncated() -> bytes:
    return docx(paragraph(SENTENCE) * 50)[:-300]


@named("docx-size-lies.docx")
def docx_size_lies() -> bytes:
    """The directory says that every part is one byte long."""
    data = bytearray(docx(paragraph(SENTENCE) * 50))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 24 : place + 28] = (1).to_bytes(4, "little")
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


@named("docx-encrypted.docx")
def docx_encrypted() -> bytes:
    """What office programs write under a password: an OLE file whose one stream is the locked package."""
    end, table, free = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    fixed = struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + fixed + struct.pack("<I", free) * 108
    chain = [table, end, *range(3, 10), end]
    sectors = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        words = (name + "\0").encode("utf-16-le")
        return words.ljust(64, b"\0") + struct.pack("<HBBIII36xIQ", len(words), kind, 1, free, free, child, start, size)

    folder = entry("Root Entry", 5, 1, end, 0) + entry("EncryptedPackage", 2, free, 2, 4096) + bytes(256)
    return head + sectors + folder + bytes(range(256)) * 16


OPEN = b"application/vnd.oasis.opendocument.text"


@named("odt-bomb.odt")
def odt_bomb() -> bytes:
    """60 MB of blanks in one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", OPEN, zipfile.ZIP_STORED)
        archive.writestr("content.xml", b" " * 60_000_000)
    return out.getvalue()


@named("odt-laughs.fodt")
def fodt_laughs() -> bytes:
    """An OpenDocument text in one XML file, whose one entity unfolds to three billion letters."""
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    return (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{entities}]>'
        f'<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        f'office:mimetype="{OPEN.decode()}"><office:body>&l9;</office:body></office:document>'
    ).encode()


@named("zip-bomb.zip")
def zip_bomb() -> bytes:
    """Zips in zips, five deep."""
    data = package({"0.txt": bytes(10_000_000)}, 9)
    for _ in range(5):
        data = package({f"{number}.zip": data for number in range(10)}, 9)
    return data


@named("zip-entries.docx")
def zip_entries() -> bytes:
    """A package of 60,000 empty parts."""
    return package({f"word/{number}.xml": b"" for number in range(60_000)}, 0)


def xlsx(sheet: bytes, shared: bytes = b"") -> bytes:
    spread = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packed = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    types = (
        f'<Types xmlns="{packed}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}worksheet+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}sharedStrings+xml"/></Types>'
    )
    rels = (
        f'<Relationships xmlns="{packed}/relationships"><Relationship Id="r1" Target="{{}}" Type="{office}/{{}}"/>'
        "{}</Relationships>"
    )
    strings = f'<Relationship Id="r2" Target="sharedStrings.xml" Type="{office}/sharedStrings"/>'
    sheets = '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
    book = f'<workbook xmlns="{spread}" xmlns:r="{office}">{sheets}</workbook>'
    data = b'<worksheet xmlns="%b"><sheetData>%b</sheetData></worksheet>' % (spread.encode(), sheet)
    return package({
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": rels.format("xl/workbook.xml", "officeDocument", "").encode(),
        "xl/workbook.xml": book.encode(),
        "xl/_rels/workbook.xml.rels": rels.format("worksheets/sheet1.xml", "worksheet", strings).encode(),
        "xl/worksheets/sheet1.xml": data,
        "xl/sharedStrings.xml": shared or f'<sst xmlns="{spread}"/>'.encode(),
    })  # fmt: skip


@named("xlsx-far-corner.xlsx")
def far_corner() -> bytes:
    """Two cells, A1 and XFD1048576: 17 thousand million between them."""
    first = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    return xlsx(first + b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>')


@named("xlsx-billion-laughs.xlsx")
def xlsx_laughs() -> bytes:
    lines = [b'<!ENTITY a0 "haha">']
    lines += [b'<!ENTITY a%d "%b">' % (number, b"&a%d;" % (number - 1) * 10) for number in range(1, 10)]
    return xlsx(b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>', (
        b'<!DOCTYPE sst [%b]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&a9;</t></si></sst>'
    ) % b"".join(lines))  # fmt: skip


@named("xlsx-rows-bomb.xlsx")
def rows_bomb() -> bytes:
    """A million rows in 1 MB."""
    return xlsx(b"".join(b'<row r="%d"><c r="A%d"><v>7</v></c></row>' % (row, row) for row in range(1, 1_000_001)))
