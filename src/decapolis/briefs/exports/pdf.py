"""The brief as PDF: typeset by Typst, tagged, PDF/UA-1 where every letter can be set."""

import json
from typing import Any, Literal

from django.utils.translation import gettext as _

from decapolis.briefs.exports.labels import (
    cite_runs,
    cost_heading,
    cost_sources,
    labels,
    quantity_heading,
)
from decapolis.briefs.queries import Brief, FigureLine, PracticeLine, Said
from decapolis.kernel.charts import draw
from decapolis.kernel.typesetting import NotTypeset, Standard, pdf, template
from decapolis.kernel.typesetting.house import mark, palette, web

Paper = Literal["a4", "letter"]

PAPERS: dict[Paper, str] = {"a4": "a4", "letter": "us-letter"}
TEMPLATE = ("decapolis.briefs", "typst/brief.typ")
UNIVERSAL: Standard = "ua-1"
SOURCE_LETTERS = 38  # in a line of a column of sources
STRIP_WIDTH, CHART_WIDTH = 225, 640  # pixels that charts are drawn to


def as_pdf(brief: Brief, *, paper: Paper = "a4") -> bytes:
    """Return the brief as a tagged PDF with title, language and words for every picture.

    It claims PDF/UA-1. Where a letter has no glyph in the fonts at hand the claim would be false,
    so that the document is tagged without it.

    Raises
    ------
    NotTypeset
        The template could not be set at all; this is a fault of the program.
    """
    data = {"brief": json.dumps(_context(brief, paper), ensure_ascii=False)}
    try:
        return pdf(template(*TEMPLATE), data, made_on=brief.day, standards=[UNIVERSAL])
    except NotTypeset:
        return pdf(template(*TEMPLATE), data, made_on=brief.day, standards=[])


def _context(brief: Brief, paper: Paper) -> dict[str, Any]:
    """Return what the template sets: plain words, numbers and pictures."""
    words = labels(brief)
    return {
        "paper": PAPERS[paper],
        "palette": palette(),
        "mark": mark(),
        "language": brief.language,
        "title": brief.title,
        "description": words.audience,
        "date": {"year": brief.day.year, "month": brief.day.month, "day": brief.day.day},
        "for": words.audience,
        "foot": words.foot,
        "words": {name: getattr(words, name) for name in words.__slots__},
        "city": brief.city.name,
        "standing": brief.standing,
        "weakness": [_said(one) for one in brief.weakness],
        "todo": list(brief.todo),
        "summary": [_said(one) for one in brief.summary],
        "figures_say": _said(brief.figures_say),
        "figures": [_figure(line) for line in brief.figures],
        "peers_say": _said(brief.peers_say),
        "peers": [{"label": one.label, "why": _said(one.why)} for one in brief.peers],
        "practices_say": _said(brief.practices_say),
        "practices": [_practice(line) for line in brief.practices],
        "costs": _costs(brief),
        "contacts": [
            {"name": one.name, "about": one.about, "website": web(one.website),
             "ask": _said(one.ask)}
            for one in brief.contacts
        ],
        "unknown": [_said(one) for one in brief.unknown],
        "questions": [_said(one) for one in brief.questions],
        "documents": [
            {"title": one.title, "about": one.about, "url": web(one.url),
             "summary": _said(one.summary)}
            for one in brief.documents
        ],
        "sources": _source_columns(brief),
    }  # fmt: skip


def _said(one: Said) -> dict[str, Any]:
    return {"text": one.text, "strong": one.strong, "cites": _cites(one.sources)}


def _cites(sources: tuple[int, ...]) -> list[dict[str, Any]]:
    return [{"to": first, "text": text} for first, text in cite_runs(sources)]


def _figure(line: FigureLine) -> dict[str, Any]:
    return {
        "label": line.label,
        "detail": f", {line.strip.note}",
        "cites": _cites(line.sources),
        "value": line.value.text,
        "median": line.median,
        "range": line.range,
        "svg": draw(line.strip, medium="print", width=STRIP_WIDTH) if line.strip.peers else "",
        "alt": line.strip.sentence(),
    }


def _practice(line: PracticeLine) -> dict[str, Any]:
    status = ", ".join(part for part in (line.status_label, line.years) if part)
    return {
        "city": line.city,
        "place": line.place,
        "nearness": line.nearness.text,
        "what": _said(line.what),
        "status": status,
        "failed": line.failed,
        "priced": bool(line.cost.sources),
        "cost": {"text": line.cost.text, "cites": _cites(cost_sources(line))},
        "cost_note": line.cost_note,
        "more": [one.text for one in line.more_costs],
        "kind": line.kind_label,
        "result": _said(line.result),
        "setback": _said(line.setback),
    }


def _costs(brief: Brief) -> list[dict[str, Any]]:
    return [
        {
            "heading": cost_heading(table),
            "lead": _said(table.lead),
            "each": _("Per {unit}").format(unit=table.unit),
            "at_quantity": quantity_heading(table, brief.quantity),
            "svg": draw(table.chart, medium="print", width=CHART_WIDTH) if table.chart else "",
            "alt": table.chart.sentence() if table.chart else "",
            "note": _said(table.note),
            "lines": [
                {
                    "what": line.what,
                    "names": line.names,
                    "price": _said(line.price),
                    "total": line.at_quantity.text if line.at_quantity else "",
                }
                for line in table.lines
            ],
        }
        for table in brief.costs
    ]


def _source_columns(brief: Brief) -> list[list[dict[str, Any]]]:
    """Return the sources in three columns of about equal height, each read from top to bottom."""
    heights = [1 + len(one.label) // SOURCE_LETTERS for one in brief.sources]
    total, reached = sum(heights), 0
    columns: list[list[dict[str, Any]]] = [[], [], []]
    for one, height in zip(brief.sources, heights, strict=True):
        place = min(2, 3 * reached // total)
        columns[place].append({"number": one.number, "label": one.label, "url": web(one.url)})
        reached += height
    return columns
