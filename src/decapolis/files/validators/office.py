"""Office documents: what they are by their own parts, what may not be in them, what they say."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from decapolis.files.validators import kinds
from decapolis.files.validators.archives import open_archive
from decapolis.files.validators.markup import walk
from decapolis.files.validators.unsafe import Unsafe

MAIN = "application/vnd.openxmlformats-officedocument."
MAIN_TYPES = {
    f"{MAIN}wordprocessingml.document.main+xml": "docx",
    f"{MAIN}spreadsheetml.sheet.main+xml": "xlsx",
    f"{MAIN}presentationml.presentation.main+xml": "pptx",
    f"{MAIN}presentationml.slideshow.main+xml": "pptx",
}
MAIN_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
OPEN_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
TYPES, OPEN_TYPE, MANIFEST = "[Content_Types].xml", "mimetype", "META-INF/manifest.xml"

MACROS = re.compile(
    r"(^|/)(vba|macrosheets|basic|scripts)[^/]*(/|$)|(^|/)(vbaproject|vbadata)", re.IGNORECASE
)
EMBEDDED = re.compile(r"/embeddings/|/activex/|/ctrlprops/.*\.bin$", re.IGNORECASE)
LARGEST_INSIDE = 20_000_000
# Relations that are followed when a document is opened, not when somebody clicks.
FOLLOWED = ("attachedtemplate", "oleobject", "frame", "subdocument", "control", "externallink")
ELSEWHERE = re.compile(r"(https?|ftp|mhtml|smb|webdav):|\\\\|//|file:/{2}[^/]", re.IGNORECASE)
EXCHANGE = re.compile(r"\bDDE(AUTO)?\b")  # an old way to start programs from a field


def check(file: IO[bytes], *, inside: bool = False) -> str:
    """Return what an Office document is, once nothing in it is harmful.

    Parameters
    ----------
    inside
        Whether it is the table behind a chart in another document.

    Raises
    ------
    Unsafe
        As said by its reason.
    """
    try:
        with open_archive(file) as archive:
            kind = _kind_of(archive)
            for part in archive.infolist():
                _check_part(archive, part, inside=inside)
            if kind in MAIN_PARTS:
                _check_relations(archive)
                _check_fields(archive)
            else:
                _check_open(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, OSError) as error:
        raise Unsafe("broken") from error
    return kind


def _kind_of(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if OPEN_TYPE in names:
        with archive.open(OPEN_TYPE) as said:
            kind = OPEN_TYPES.get(said.read(100).strip(), "")
        if kind and "content.xml" in names:
            return kind
    if TYPES not in names:
        raise Unsafe("unknown")
    found: set[str] = set()

    def start(_name: str, attributes: Mapping[str, str]) -> None:
        said = attributes.get("ContentType", "")
        if "macroenabled" in said.lower() or "vbaproject" in said.lower():
            raise Unsafe("macros")
        kind = MAIN_TYPES.get(said, "")
        if kind and MAIN_PARTS[kind] == attributes.get("PartName", "").lstrip("/"):
            found.add(kind)

    with archive.open(TYPES) as source:
        walk(source, start=start)
    kinds_found = [kind for kind in found if MAIN_PARTS[kind] in names]
    if len(kinds_found) != 1:
        raise Unsafe("unknown")
    return kinds_found[0]


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, *, inside: bool) -> None:
    if part.is_dir():
        return
    if MACROS.search(part.filename):
        raise Unsafe("macros")
    with archive.open(part) as source:
        head = source.read(kinds.HEAD)
    if kinds.is_program(head) or head.startswith(kinds.COMPOUND):
        raise Unsafe("embedded")
    if not EMBEDDED.search(f"/{part.filename}"):
        return
    if inside or not head.startswith(kinds.ZIP) or part.file_size > LARGEST_INSIDE:
        raise Unsafe("embedded")
    check(io.BytesIO(archive.read(part)), inside=True)  # the table behind a chart


def _check_relations(archive: zipfile.ZipFile) -> None:
    def start(_name: str, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        target = attributes.get("Target", "").strip()
        is_outside = attributes.get("TargetMode", "").lower() == "external"
        if is_outside and kind in FOLLOWED and ELSEWHERE.match(target):
            raise Unsafe("remote")

    for name in archive.namelist():
        if name.endswith(".rels"):
            with archive.open(name) as source:
                walk(source, start=start)
        elif "/externalLinks/" in name and name.endswith(".xml"):
            with archive.open(name) as source:
                walk(source, start=_no_exchange)


def _no_exchange(name: str, _attributes: Mapping[str, str]) -> None:
    if name.rpartition(":")[2] == "ddeLink":
        raise Unsafe("remote")


class _Fields:
    """Gathers the fields of a document; their words may be cut into several runs."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.is_within = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.is_within = tag == "w:instrText"
        if tag == "w:fldSimple":
            self.said.append(attributes.get("w:instr", ""))

    def text(self, words: str) -> None:
        if self.is_within:
            self.said.append(words)


def _check_fields(archive: zipfile.ZipFile) -> None:
    """Look for fields that start programs.

    Raises
    ------
    Unsafe
        There is one.
    """
    for name in archive.namelist():
        if re.fullmatch(r"word/[a-z]+\d*\.xml", name):
            fields = _Fields()
            with archive.open(name) as source:
                walk(source, start=fields.start, text=fields.text)
            if EXCHANGE.search("".join(fields.said)):
                raise Unsafe("remote")


def _check_open(archive: zipfile.ZipFile) -> None:
    def manifest(name: str, _attributes: Mapping[str, str]) -> None:
        if name.endswith("encryption-data"):
            raise Unsafe("encrypted")

    def content(_name: str, attributes: Mapping[str, str]) -> None:
        if any("vnd.sun.star.script:" in value for value in attributes.values()):
            raise Unsafe("macros")

    for part, start in ((MANIFEST, manifest), ("content.xml", content), ("styles.xml", content)):
        if part in archive.namelist():
            with archive.open(part) as source:
                walk(source, start=start)


def read(file: IO[bytes]) -> tuple[Iterator[str], int | None]:
    """Return the paragraphs of a document that was checked, and how many pages it has, if known."""
    archive = open_archive(file)
    kind = _kind_of(archive)
    return _paragraphs(archive, kind), _pages(archive, kind)


def _pages(archive: zipfile.ZipFile, kind: str) -> int | None:
    """Return the number of slides, or of pages as the program that wrote it counted them."""
    names = archive.namelist()
    if kind == "pptx":
        return sum(bool(re.fullmatch(r"ppt/slides/slide\d+\.xml", name)) for name in names) or None
    part = "docProps/app.xml" if kind == "docx" else "meta.xml"
    if kind in {"xlsx", "ods"} or part not in names:
        return None
    said = archive.read(part)[:1_000_000]
    found = re.search(rb"<Pages>(\d{1,5})</Pages>|meta:page-count=\"(\d{1,5})\"", said)
    return int(found[1] or found[2]) or None if found else None


# Which parts hold words, in which elements, and what ends a paragraph.
WORDS: dict[str, tuple[str, frozenset[str], frozenset[str]]] = {
    "docx": (r"word/(document|footnotes)\.xml", frozenset({"t"}), frozenset({"p"})),
    "pptx": (r"ppt/slides/slide\d+\.xml", frozenset({"t"}), frozenset({"p"})),
    "xlsx": (
        r"xl/(sharedStrings|worksheets/sheet\d+)\.xml",
        frozenset({"t"}),
        frozenset({"si", "is"}),
    ),
    "odt": (r"content\.xml", frozenset(), frozenset({"p", "h"})),
    "ods": (r"content\.xml", frozenset(), frozenset({"p", "h"})),
    "odp": (r"content\.xml", frozenset(), frozenset({"p", "h"})),
}


def _paragraphs(archive: zipfile.ZipFile, kind: str) -> Iterator[str]:
    pattern, _holders, _ends = WORDS[kind]
    for name in sorted(archive.namelist(), key=_in_order):
        if re.fullmatch(pattern, name):
            with archive.open(name) as source:
                yield from _words(source, kind)


def _in_order(name: str) -> tuple[int, str]:
    number = re.search(r"(\d+)\.xml$", name)
    return int(number[1]) if number else 0, name


def _words(source: IO[bytes], kind: str) -> list[str]:
    """Return the paragraphs of one part."""
    _pattern, holders, ends = WORDS[kind]
    found: list[str] = []
    held: list[str] = []
    depth = [0]

    def start(tag: str, _attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        depth[0] += name in (holders or ends)
        if name in {"tab", "br", "s", "line-break"}:
            held.append(" ")

    def end(tag: str) -> None:
        name = tag.rpartition(":")[2]
        depth[0] -= name in (holders or ends)
        if name in ends:
            _put(found, held)

    def text(words: str) -> None:
        if depth[0]:
            held.append(words)

    walk(source, start=start, end=end, text=text)
    _put(found, held)
    return found


def _put(found: list[str], held: list[str]) -> None:
    line = " ".join("".join(held).split())
    if line:
        found.append(line)
    held.clear()
