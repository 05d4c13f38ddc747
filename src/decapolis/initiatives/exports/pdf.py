"""A document as PDF: typeset by Typst, tagged, PDF/UA-1 where every letter can be set."""

import json
from functools import singledispatch
from typing import Any

from decapolis.briefs.exports.labels import cite_runs
from decapolis.initiatives.exports.blocks import (
    Block,
    Facts,
    Heading,
    Missing,
    Paper,
    Picture,
    Points,
    Rows,
    Said,
    SourceLine,
    Words,
    legend_of,
)
from decapolis.kernel.charts import draw
from decapolis.kernel.charts.palette import LIGHT, MARKS
from decapolis.kernel.typesetting import NotTypeset, Standard, pdf, template
from decapolis.kernel.typesetting.house import mark, palette, web

TEMPLATE = ("decapolis.initiatives", "typst/document.typ")
UNIVERSAL: Standard = "ua-1"
CHART_WIDTH = 640  # pixels that charts are drawn to
SOURCE_LETTERS = 60  # in a line of a column of sources
COLUMNS = 2
DENSITIES = (1.0, 0.92, 0.85, 0.78)
TOO_LONG = "too many pages"  # as the template says it


def as_pdf(paper: Paper) -> bytes:
    """Return a document as a tagged PDF with title, language and words for every picture.

    It claims PDF/UA-1. Where a letter has no glyph in the fonts at hand the claim would be false,
    so that the document is tagged without it. One that has so many pages at most is set closer
    until it fits; what does not fit even then has more.

    Raises
    ------
    NotTypeset
        The template could not be set at all; this is a fault of the program.
    """
    context = _context(paper)
    for density in DENSITIES if paper.pages else ():
        try:
            return _set(paper, context | {"density": density, "most": paper.pages})
        except NotTypeset as error:
            if TOO_LONG not in error.message:
                raise
    return _set(paper, context)


def _set(paper: Paper, context: dict[str, Any]) -> bytes:
    """Set a document, without the claim where it cannot be kept.

    Raises
    ------
    NotTypeset
        It has too many pages, or the template is at fault.
    """
    data = {"paper": json.dumps(context, ensure_ascii=False)}
    try:
        return pdf(template(*TEMPLATE), data, made_on=paper.day, standards=[UNIVERSAL])
    except NotTypeset as error:
        if TOO_LONG in error.message:
            raise
        return pdf(template(*TEMPLATE), data, made_on=paper.day, standards=[])


def _context(paper: Paper) -> dict[str, Any]:
    return {
        "palette": palette(),
        "mark": mark(),
        "language": paper.language,
        "kind": paper.kind,
        "title": paper.title,
        "about": paper.about,
        "made": paper.made,
        "page": paper.page,
        "is_short": bool(paper.pages),
        "density": 1.0,
        "most": 0,
        "no_source": paper.no_source,
        "date": {"year": paper.day.year, "month": paper.day.month, "day": paper.day.day},
        "blocks": [_block(block) for block in paper.blocks],
        "sources_title": paper.sources_title,
        "sources": _columns(paper.sources),
    }


@singledispatch
def _block(block: Block) -> dict[str, Any]:
    """Return a block as the template reads it.

    Raises
    ------
    TypeError
        There is no such block.
    """
    raise TypeError(type(block).__name__)


@_block.register
def _heading(block: Heading) -> dict[str, Any]:
    return {"is": "heading", "text": block.text, "level": block.level}


@_block.register
def _words(block: Words) -> dict[str, Any]:
    said = [_said(one) for one in block.said]
    return {"is": "words", "label": block.label, "lead": block.is_lead, "said": said}


@_block.register
def _points(block: Points) -> dict[str, Any]:
    items = [_said(one) for one in block.items]
    return {"is": "points", "numbered": block.is_numbered, "items": items}


@_block.register
def _facts(block: Facts) -> dict[str, Any]:
    pairs = [{"name": name, "said": _said(one)} for name, one in block.pairs]
    return {"is": "facts", "pairs": pairs}


@_block.register
def _picture(block: Picture) -> dict[str, Any]:
    svg = draw(block.chart, medium="print", width=CHART_WIDTH)
    return {
        "is": "picture",
        "svg": svg,
        "alt": block.chart.sentence(),
        "cites": _cites(block.sources),
        "legend": [_key(css, words) for css, words in legend_of(block)],
    }


def _key(css: str, words: str) -> dict[str, str]:
    """Return what a mark of a chart looks like, and what it stands for."""
    looks = MARKS[css]
    fill, stroke = (LIGHT.get(looks.get(name, ""), "") for name in ("fill", "stroke"))
    return {"fill": fill, "stroke": stroke, "words": words}


@_block.register
def _missing(block: Missing) -> dict[str, Any]:
    return {"is": "missing", "title": block.title, "items": list(block.items)}


@_block.register
def _rows(block: Rows) -> dict[str, Any]:
    return {
        "is": "rows",
        "heads": list(block.heads),
        "widths": list(block.widths),
        "numeric": sorted(block.numeric),
        "total": block.has_total,
        "note": block.note,
        "rows": [[[_said(one) for one in cell if one.text] for cell in row] for row in block.rows],
    }


def _said(one: Said) -> dict[str, Any]:
    return {
        "text": one.text,
        "strong": one.is_strong,
        "quiet": one.is_quiet,
        "lacks": one.lacks_source,
        "cites": _cites(one.sources),
    }


def _cites(sources: tuple[int, ...]) -> list[dict[str, Any]]:
    return [{"to": first, "text": text} for first, text in cite_runs(sources)]


def _columns(sources: tuple[SourceLine, ...]) -> list[list[dict[str, Any]]]:
    """Return the sources in two columns of about equal height, each read from top to bottom."""
    heights = [1 + len(one.label) // SOURCE_LETTERS for one in sources]
    total, reached = sum(heights), 0
    columns: list[list[dict[str, Any]]] = [[] for _each in range(COLUMNS)]
    for one, height in zip(sources, heights, strict=True):
        place = min(COLUMNS - 1, COLUMNS * reached // total)
        columns[place].append({"number": one.number, "label": one.label, "url": web(one.url)})
        reached += height
    return [column for column in columns if column]
