"""Damage, drawn by hypothesis: bytes flipped, cut, doubled, put in; in packages, inside their parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from hypothesis import strategies as some

TOKENS: dict[str, tuple[bytes, ...]] = {
    "text": tuple(
        words.encode()
        for words in (
            *"，、。%％占（）-－.,0①年分扣≥\t\n\u202e\ufeff",
            "万元",
            "亿元",
            "其中：",
            "合计",
            "比上年增长",
            "9" * 40,
            "1,234",
            "1,23",
            "一百二十",
            "得分",
            "100",
            "0.00",
            "执行率",
            "≤95%",
        )
    ),
    "web_page": (
        b"<",
        b">",
        b"<td>",
        b"</td>",
        b"<tr>",
        b"<table>",
        b"</table>",
        b'rowspan="0"',
        b'colspan="99999"',
        b"&#x110000;",
        b"&#xd800;",
        b"<!--",
        b"<![CDATA[",
        b"<script>",
        b'charset="utf-7"',
        b"&lt;",
        b"<br>",
        b"</html>",
    ),
    "word": (
        b"<w:p>",
        b"</w:p>",
        b"<w:tbl>",
        b"</w:tbl>",
        b"<w:tr>",
        b"<w:tc>",
        b"<w:vMerge/>",
        b'<w:gridSpan w:val="9999999"/>',
        b'w:val=""',
        b'w:val="-1"',
        b"<w:del>",
        b"<w:ins>",
        b"<w:sdt>",
        b"<w:tab/>",
        b"<w:numPr/>",
        b"&#0;",
        b"<w:t/>",
        b"\x00",
    ),
    "workbook": (
        b'r="XFD1048576"',
        b'r="A0"',
        b'r=""',
        b't="s"',
        b"<v>-1</v>",
        b"<v>1e999</v>",
        b"<v>nan</v>",
        b's="99"',
        b'ref="A1:"',
        b"<f>",
        b't="d"',
        b't="b"',
        b"<row/>",
        b'numFmtId="-3"',
        b'formatCode="[$-F800]"',
        b"<c/>",
        b't="inlineStr"',
    ),
    "pdf": (
        b"0 0 R",
        b"2 0 R",
        b"/Kids",
        b"/Count -1",
        b"/Type",
        b"/Parent 3 0 R",
        b"endobj",
        b"stream",
        b"endstream",
        b"/Length 0",
        b"/Length 999999",
        b"[",
        b"]",
        b"<<",
        b">>",
        b"(",
        b")",
        b"/Rotate 45",
        b"/MediaBox [0 0 0 0]",
        b"/MediaBox [9 9 -9 -9]",
        b"Tj",
        b"Tf",
        b"BT",
        b"ET",
        b"q",
        b"Q",
        b"cm",
        b"Do",
        b"re",
        b"99999999999",
        b"-1e30",
        b"nan",
        b"/UserUnit 1000",
        b"%%EOF",
    ),
    "binary": (
        b"\x00",
        b"\xff",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x80",
        b"\xfe\xff\xff\xff",
        b"\x01\x00",
        b"\x07",
        b"\x13\x14\x15",
    ),
}


MOST = 20_000
"""Bytes that a small file may grow to; what size does is measured elsewhere."""


@some.composite
def damaged(draw: some.DrawFn, whole: bytes, tokens: Sequence[bytes]) -> bytes:
    """The bytes with one to five injuries."""
    data = bytearray(whole)
    for _ in range(draw(some.integers(1, 5))):
        place = draw(some.integers(0, len(data)))
        size = draw(some.sampled_from((1, 2, 4, 16, 64, 1000)))
        match draw(some.sampled_from(("flip", "cut", "double", "put", "put", "end", "swap"))):
            case "flip" if data:
                data[min(place, len(data) - 1)] = draw(some.integers(0, 255))
            case "cut":
                del data[place : place + size]
            case "double":
                data[place:place] = data[place : place + size] * draw(some.sampled_from((1, 3, 200)))
            case "put":
                data[place:place] = draw(some.sampled_from(tokens)) * draw(some.sampled_from((1, 1, 1, 50)))
            case "end" if draw(some.booleans()):
                del data[place:]
            case "swap":
                other = draw(some.integers(0, len(data)))
                data[place : place + size], data[other : other + size] = (
                    data[other : other + size],
                    data[place : place + size],
                )
            case _:
                pass
    return bytes(data[: max(MOST, len(whole))])


@some.composite
def damaged_package(draw: some.DrawFn, whole: bytes, tokens: Sequence[bytes]) -> bytes:
    """The package with one part injured, lost or doubled; now and then its own bytes."""
    if draw(some.integers(0, 9)) == 0:
        return draw(damaged(whole, TOKENS["binary"]))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    likely = [name for name in parts if name.endswith(("document.xml", "sheet1.xml", "workbook.xml", "styles.xml"))]
    name = draw(some.sampled_from([*likely, *likely, *likely, *parts]))
    if draw(some.integers(0, 19)) == 0:
        del parts[name]
    else:
        parts[name] = draw(damaged(parts[name], tokens))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, data in parts.items():
            archive.writestr(zipfile.ZipInfo(each), data)
    return out.getvalue()


def opened(pdf: bytes) -> bytes:
    """The PDF with its page streams unpacked, so that injuries reach what they say."""
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(
            out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, static_id=True
        )
    return out.getvalue()
