"""The typesetter: one for the process, with the fonts that the program carries and no others."""

import importlib.util
import json
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from decapolis.kernel.errors import DomainError

Standard = Literal["ua-1"]

HOUSE_FONTS = ("pages", "static", "built", "fonts", "print")
FONT_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic")
OWN_FONTS = "fonts"  # in the data folder: for scripts that the program brings no letters of
PICTURES = "pictures.typ"
ROUNDS_KEPT = 12
DOTS_PER_INCH = 200.0


class NotTypeset(DomainError):
    """The typesetter refused the document; the message says what it said."""

    code = "decapolis.not_typeset"


class _Held:
    """The compiler of this process: it has read the fonts, and sets one document at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.compiler: typst.Compiler | None = None


_held = _Held()


@cache
def template(package: str, name: str) -> bytes:
    """Return a Typst file that a package carries."""
    return resources.files(package).joinpath(name).read_bytes()


def pdf(
    template: bytes, inputs: Mapping[str, str], *, made_on: date, standards: Sequence[Standard]
) -> bytes:
    """Return a tagged PDF.

    Parameters
    ----------
    template
        Typst source: a file that an app carries, see `template`.
    inputs
        What the template reads as ``sys.inputs``; it is data, never markup.
    made_on
        The date in the file's properties; the same inputs make the same bytes.
    standards
        What the file claims to keep, such as ``ua-1``.

    Raises
    ------
    NotTypeset
        A standard cannot be kept, or the template is at fault.
    """
    made = datetime.combine(made_on, time(), tzinfo=UTC)
    with _held.lock:
        try:
            document = _compiler().compile(
                template,
                format="pdf",
                sys_inputs=dict(inputs),
                pdf_standards=list(standards),
                timestamp=made,
            )
        except typst.TypstError as error:
            raise NotTypeset(_said(error)) from error
        finally:
            _forget()
    return document if isinstance(document, bytes) else b""


def pictures(drawings: Sequence[str]) -> list[bytes]:
    """Return SVG drawings as PNG files at 200 dots an inch, in the same order.

    Raises
    ------
    NotTypeset
        A drawing is no SVG.
    """
    if not drawings:
        return []
    with _held.lock:
        try:
            pages = _compiler().compile(
                template("decapolis.kernel.typesetting", PICTURES),
                format="png",
                ppi=DOTS_PER_INCH,
                sys_inputs={"drawings": json.dumps(list(drawings), ensure_ascii=False)},
            )
        except typst.TypstError as error:
            raise NotTypeset(_said(error)) from error
        finally:
            _forget()
    return pages if isinstance(pages, list) else [pages or b""]


def _forget() -> None:
    """Let the typesetter forget what it worked out for a document, which none will ask for again.

    It keeps that, some 13 MB for a brief, until so many more documents have been set.
    """
    for _round in range(ROUNDS_KEPT):
        _compiler().compile(b"", format="svg")


def _said(error: typst.TypstError) -> str:
    return _("The document could not be set: {reason}.").format(reason=error.message)


def _compiler() -> typst.Compiler:
    if _held.compiler is None:
        _held.compiler = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    return _held.compiler


def _fonts() -> typst.Fonts:
    """Return the fonts of the house where they are built, the font packages' and the operator's.

    Never the system's, so that a page is the same everywhere.
    """
    folders = [
        Path(str(resources.files("decapolis"))).joinpath(*HOUSE_FONTS),
        Path(settings.HOME) / OWN_FONTS,
    ]
    for package in FONT_PACKAGES:
        found = importlib.util.find_spec(package)
        if found and found.origin:
            folders.append(Path(found.origin).parent / "files")
    return typst.Fonts(
        include_system_fonts=False, font_paths=[str(one) for one in folders if one.is_dir()]
    )
