"""Seconds that reading a PDF takes, beside pdfplumber's text and tables and PDFium's bare text.

    python benchmarks/pdf_reading.py FILE.pdf ... [--repeat 3]

Each way runs in a process of its own, start-up included, the ways in turn; the best of the repeats counts.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

WAYS = {
    "gouji": "from extractor.readers import pdf; print(pdf.read(data, 'a.pdf').pages)",
    "gouji, GOUJI_PDF=pdfplumber": (
        "from extractor.readers import pdf; print(pdf.read(data, 'a.pdf', 'pdfplumber').pages)"
    ),
    "pdfplumber": (
        "import io, logging, pdfplumber\n"
        "logging.getLogger('pdfminer').setLevel(logging.ERROR)\n"
        "with pdfplumber.open(io.BytesIO(data)) as file:\n"
        "    for page in file.pages:\n"
        "        page.extract_text(), page.extract_tables(), page.close()\n"
        "    print(len(file.pages))"
    ),
    "pypdfium2, bare text": (
        "import pypdfium2\n"
        "file = pypdfium2.PdfDocument(data)\n"
        "for page in file:\n"
        "    text = page.get_textpage(); text.get_text_range(); text.close(); page.close()\n"
        "print(len(file))"
    ),
}
_LOAD = "import sys, resource; data = open(sys.argv[1], 'rb').read()\n"
_PEAK = "\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"


def run(code: str, file: Path) -> tuple[float, int, int]:
    """Seconds, pages and peak memory in MiB of one way on one file."""
    start = time.perf_counter()
    command = [sys.executable, "-c", _LOAD + code + _PEAK, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    pages, peak = done.stdout.split()
    return time.perf_counter() - start, int(pages), int(peak)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    arguments = parser.parse_args()
    print("| file | pages | way | seconds | of pdfplumber | peak MiB |\n| --- | --- | --- | --- | --- | --- |")
    for file in arguments.files:
        results = [{way: run(code, file.resolve()) for way, code in WAYS.items()} for _ in range(arguments.repeat)]
        best = {way: min(result[way] for result in results) for way in WAYS}
        for way, (seconds, pages, peak) in best.items():
            share = seconds / best["pdfplumber"][0]
            print(f"| {file.name} | {pages} | {way} | {seconds:.2f} | {share:.2f} | {peak} |")


if __name__ == "__main__":
    main()
