"""PDFs that break readers: cut off, looping, exploding."""

from __future__ import annotations

import io
import zlib

from hostile_names import named

FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"


def pdf(objects: dict[int, bytes], root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF of these objects with a right cross-reference table."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(objects) + 1
    out += b"trailer\n<< /Size %d /Root %d 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"", packed: bool = False) -> bytes:
    if packed:
        data, entries = zlib.compress(data, 9), entries + b" /Filter /FlateDecode"
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


def page_with(content: bytes, resources: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    """A PDF of one page with that content stream (already an object body)."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %b >> >>" % resources
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: page}
    return pdf({**objects, 4: content, **(more or {})})


def good_pdf() -> bytes:
    """A sound one-page PDF, to be damaged."""
    text = b"BT /F1 12 Tf 72 700 Td (Budget 200.00 spent 180.00 rate 90.00%) Tj ET"
    font = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return page_with(stream(text), font)


@named("pdf-truncated.pdf")
def truncated() -> bytes:
    return good_pdf()[:-220]


@named("pdf-half.pdf")
def half() -> bytes:
    return good_pdf()[: len(good_pdf()) // 2]


@named("pdf-header-only.pdf")
def header_only() -> bytes:
    return b"%PDF-1.7\n"


@named("pdf-encrypted.pdf")
def encrypted() -> bytes:
    """Opens with a password only."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good_pdf())) as file:
        file.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"), deterministic_id=False)
    return out.getvalue()


@named("pdf-xref-loop.pdf")
def xref_loop() -> bytes:
    """The older cross-reference table of the file is the file's own."""
    whole = good_pdf()
    start = whole.rindex(b"xref\n0 1")
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % start)


@named("pdf-page-tree-loop.pdf")
def page_tree_loop() -> bytes:
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"})


@named("pdf-page-tree-deep.pdf")
def page_tree_deep() -> bytes:
    """A page tree 3,000 levels deep."""
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for number in range(2, 3002):
        objects[number] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (number + 1, number - 1)
    objects[3002] = b"<< /Type /Page /Parent 3001 0 R /MediaBox [0 0 595 842] >>"
    return pdf(objects)


@named("pdf-100000-pages.pdf")
def many_pages() -> bytes:
    """100,000 empty pages."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 100_003))
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Count 100000 /Kids [%b] >>" % kids}
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return pdf(objects | dict.fromkeys(range(3, 100_003), page))


@named("pdf-count-lies.pdf")
def count_lies() -> bytes:
    return good_pdf().replace(b"/Count 1", b"/Count 2000000000")


@named("pdf-arrays-deep.pdf")
def arrays_deep() -> bytes:
    """A content stream of 100,000 opened arrays."""
    return page_with(stream(b"[" * 100_000 + b"]" * 100_000 + b" TJ"))


@named("pdf-form-calls-itself.pdf")
def form_calls_itself() -> bytes:
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    )
    return page_with(stream(b"/X Do"), b"/XObject << /X 5 0 R >>", {5: form})


@named("pdf-form-bomb.pdf")
def form_bomb() -> bytes:
    """Eight forms, each drawing the next ten times: 10⁸ in 2 KB."""
    forms = {}
    for number in range(5, 13):
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (
            number + 1
        )
        forms[number] = stream(b"/X Do " * 10, entries)
    forms[13] = stream(b"0 0 1 1 re f", FORM)
    return page_with(stream(b"/X Do"), b"/XObject << /X 5 0 R >>", forms)


@named("pdf-flate-bomb.pdf")
def flate_bomb() -> bytes:
    """A content stream of 1 GB in 1 MB."""
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(b" " * 2**20) for _ in range(1000)) + packer.flush()
    return page_with(stream(data, b"/Filter /FlateDecode"))


@named("pdf-flate-twice.pdf")
def flate_twice() -> bytes:
    """Deflated twice: 500 MB in a few KB."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(2**20)) for _ in range(500)) + packer.flush()
    return page_with(stream(zlib.compress(data, 9), b"/Filter [/FlateDecode /FlateDecode]"))


@named("pdf-rectangles.pdf")
def rectangles() -> bytes:
    """Five million rectangles in 120 KB."""
    return page_with(stream(b"0 0 9 9 re f " * 5_000_000, packed=True))


@named("pdf-picture-huge.pdf")
def picture_huge() -> bytes:
    """A picture that says it is 100,000 by 100,000."""
    entries = b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    return page_with(stream(b"/I Do"), b"/XObject << /I 5 0 R >>", {5: stream(bytes(1000), entries, packed=True)})


@named("pdf-numbers-huge.pdf")
def numbers_huge() -> bytes:
    """Coordinates and sizes beyond every float."""
    huge = b"9" * 400
    return good_pdf().replace(b"12 Tf 72 700 Td", b"%b Tf %b -%b Td" % (huge, huge, huge))
