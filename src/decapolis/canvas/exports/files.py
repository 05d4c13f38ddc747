"""A board as a file that is handed out, by the page and by the interface alike."""

from collections.abc import Callable
from datetime import date

from django.utils.text import slugify
from django.utils.translation import gettext as _

from decapolis.canvas.bridge.document import content_of
from decapolis.canvas.exports.drawing import as_png, as_svg
from decapolis.canvas.exports.paper import as_pdf
from decapolis.canvas.exports.sheets import Sheet, as_csv, as_json, sheet_of
from decapolis.canvas.models import Board
from decapolis.kernel.errors import NotFound
from decapolis.kernel.handing import HandOut

KINDS: dict[str, tuple[str, Callable[[Sheet], bytes | str]]] = {
    "pdf": ("application/pdf", as_pdf),
    "png": ("image/png", as_png),
    "svg": ("image/svg+xml", as_svg),
    "csv": ("text/csv; charset=utf-8", as_csv),
    "json": ("application/json", as_json),
}


def file_of(board: Board, ending: str, *, made_on: date) -> HandOut:
    """Return a board as a file; whoever calls has seen that it is open.

    Raises
    ------
    NotFound
        There is no such kind of file.
    """
    if ending not in KINDS:
        raise NotFound(_("A board can be had as PDF, PNG, SVG, CSV and JSON."))
    media_type, make = KINDS[ending]
    sheet = sheet_of(board, content_of(board), made_on=made_on)
    name = f"{slugify(board.title)[:60] or 'board'}.{ending}"
    return HandOut(make(sheet), media_type, name)
