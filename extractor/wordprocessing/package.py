"""Opens a DOCX file: finds its parts, and says what cannot be read in it."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from extractor.archive import Archive
from extractor.document import Note, Unreadable
from extractor.wordprocessing.names import Element, W

_MAIN = "word/document.xml"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a DOCX file that print text, as root elements."""

    document: Element
    numbering: Element | None
    styles: Element | None
    footnotes: tuple[Element, ...]
    notes: tuple[Note, ...]


def open_package(data: bytes) -> Package:
    """Parses the parts. Raises Unreadable for a damaged file, one beyond the limits, or one that holds no document."""
    archive = Archive(data)
    main = _main_part(archive)
    related = _relations(archive, main)

    def part(kind: str) -> Element | None:
        name = related.get(kind, "")
        return archive.xml(name) if name in archive else None

    document = archive.xml(main)
    if document.tag != W + "document":
        raise Unreadable("word.no_document")
    footnotes = tuple(one for one in (part("footnotes"), part("endnotes")) if one is not None)
    macros = any(name.endswith("vbaproject.bin") for name in archive.names)
    notes = (Note("word.macros"),) if macros else ()
    return Package(document, part("numbering"), part("styles"), footnotes, notes)


def _main_part(archive: Archive) -> str:
    if _MAIN in archive:
        return _MAIN
    main = _targets(archive, "_rels/.rels", "").get("officeDocument", "")
    if main not in archive:
        raise Unreadable("word.no_document")
    return main


def _relations(archive: Archive, part: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    return _targets(archive, f"{folder}/_rels/{name}.rels", folder)


def _targets(archive: Archive, name: str, folder: str) -> dict[str, str]:
    """Targets inside the file by the last word of their type; outside ones are never followed."""
    if name not in archive:
        return {}
    found: dict[str, str] = {}
    for relation in archive.xml(name).iter(_RELATION):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
            found.setdefault(relation.get("Type", "").rpartition("/")[2], target.lstrip("/"))
    return found
