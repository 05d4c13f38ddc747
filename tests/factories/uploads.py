"""Files as people hand them in, harmless ones and others, each made on the spot."""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import docx
import openpyxl
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from decapolis.files.actions import Upload, hold, keep_upload
from decapolis.files.choices import Kind, State
from decapolis.files.models import File
from decapolis.files.queries import storage
from decapolis.kernel.permissions import Visibility
from decapolis.people.models import Person

WORDS = "Bioswales drink the rain of Elm Street."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
DOCUMENT_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(*pages: str, catalog: str = "", objects: tuple[str, ...] = (), trailer: str = "") -> bytes:
    """Return a PDF whose pages say this; ``objects`` are numbered from 90 on."""
    texts = pages or (WORDS,)
    numbers = range(10, 10 + 2 * len(texts), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    made = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(texts)} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for number, text in zip(numbers, texts, strict=True):
        said = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        made[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        made[number + 1] = f"<< /Length {len(said)} >>\nstream\n{said}\nendstream"
    made |= dict(enumerate(objects, start=90))
    return _numbered(made, trailer)


def _numbered(made: dict[int, str], trailer: str) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    rows = []
    for number, text in sorted(made.items()):
        rows.append((number, out.tell()))
        out.write(f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(b"xref\n0 1\n0000000000 65535 f \n")
    for number, place in rows:
        out.write(f"{number} 1\n{place:010} 00000 n \n".encode())
    size = max(made) + 1
    out.write(f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    """Return a DOCX that says this."""
    made = docx.Document()
    for paragraph in paragraphs or (WORDS,):
        made.add_paragraph(paragraph)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def excel(*cells: str) -> bytes:
    """Return an XLSX with these cells."""
    book = openpyxl.Workbook()
    book.active.append(list(cells or (WORDS,)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file of the given parts, by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def opendocument(kind: str = "text", body: str = "", **parts: str | bytes) -> bytes:
    """Return an ODT, ODS or ODP."""
    names = 'xmlns:office="o" xmlns:text="t" xmlns:draw="d" xmlns:script="s"'
    content = body or f"<text:p>{WORDS}</text:p>"
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {names}>{content}</office:document-content>",
            "META-INF/manifest.xml": "<m:manifest xmlns:m='m'/>",
        }
        | parts
    )


def slides(*texts: str) -> bytes:
    """Return a PPTX with a slide for each text."""
    main = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types><Override PartName='/ppt/presentation.xml' "
        f"ContentType='{main}'/></Types>",
        "ppt/presentation.xml": "<p:presentation xmlns:p='p'/>",
    }
    for number, text in enumerate(texts or (WORDS,), start=1):
        parts[f"ppt/slides/slide{number}.xml"] = (
            f"<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>"
        )
    return archive(parts)


def with_parts(made: bytes, parts: dict[str, str | bytes]) -> bytes:
    """Return an Office file with parts added or replaced."""
    with zipfile.ZipFile(io.BytesIO(made)) as old:
        held = {info.filename: old.read(info) for info in old.infolist()}
    return archive(held | parts)


def relation(kind: str, target: str) -> dict[str, str]:
    """Return the part of a DOCX that leads outside."""
    return {
        "word/_rels/settings.xml.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
        f'Type="{DOCUMENT_RELS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    }


def picture(form: str = "PNG", size: tuple[int, int] = (400, 300), note: str = "") -> bytes:
    """Return a picture, with something noted in it."""
    out = io.BytesIO()
    made = Image.new("RGB", size, (200, 80, 40))
    info = PngInfo()
    info.add_text("Comment", note or "taken at home")
    exif = Image.Exif()
    exif[0x010E] = note or "taken at home"
    extra = {"pnginfo": info} if form == "PNG" else {"exif": exif}
    made.save(out, form, **extra)
    return out.getvalue()


def huge_picture() -> bytes:
    """Return a PNG of a few bytes that says it has 2.5 thousand million pixels."""
    made = bytearray(picture(size=(1, 1)))
    made[16:24] = struct.pack(">II", 50_000, 50_000)
    made[29:33] = struct.pack(">I", zlib.crc32(made[12:29]))
    return bytes(made)


def upload(content: bytes, name: str = "plan.pdf") -> Upload:
    """Return something that is handed in."""
    return Upload(name, io.BytesIO(content))


def kept(by: Person, content: bytes | None = None, name: str = "plan.pdf") -> File:
    """Return a file that was handed in and has no place yet."""
    given = upload(pdf() if content is None else content, name)
    return keep_upload(by=by, upload=given, visibility=Visibility.STAFF)


def ready(by: Person | None, visibility: str, words: str = WORDS, **fields: object) -> File:
    """Return a PDF that was looked at and has its place, without looking at it."""
    content = pdf(words)
    digest = hashlib.sha256(content).hexdigest()
    values = {"name": "plan.pdf", "kind": Kind.PDF, "size": len(content), "digest": digest}
    values |= {"by": by, "visibility": visibility, "state": State.READY, "is_held": True}
    made = File.objects.create(**values | {"text": words, "pages": 1} | fields)
    storage().save(made.stored, io.BytesIO(content))
    return made


def held(by: Person, visibility: str = Visibility.PUBLIC, content: bytes | None = None) -> File:
    """Return a file that has its place."""
    return hold(by=by, file=kept(by, content), visibility=Visibility(visibility))
