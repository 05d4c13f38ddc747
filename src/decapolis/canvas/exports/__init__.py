"""A board as a file: CSV, JSON, SVG, PNG and PDF, all from the same sheet.

They are made of what is on the board alone, for who may read it. Photos stay on the board.
"""

from decapolis.canvas.exports.drawing import as_png, as_svg
from decapolis.canvas.exports.files import KINDS, file_of
from decapolis.canvas.exports.paper import as_pdf
from decapolis.canvas.exports.sheets import Sheet, as_csv, as_json, sheet_of

__all__ = [
    "KINDS",
    "Sheet",
    "as_csv",
    "as_json",
    "as_pdf",
    "as_png",
    "as_svg",
    "file_of",
    "sheet_of",
]
