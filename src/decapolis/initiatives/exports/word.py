"""A document as a Word file: real headings, lists and header rows, in the order of the PDF."""

from dataclasses import dataclass
from functools import singledispatch

from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.table import _Cell
from docx.text.paragraph import Paragraph

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
    Words,
    legend_of,
)
from decapolis.kernel import numbers
from decapolis.kernel.charts import draw
from decapolis.kernel.typesetting import pictures
from decapolis.kernel.wordset import (
    MUTED,
    WIDTH,
    About,
    add,
    link,
    picture,
    run,
    shade,
    sheet,
    table,
    written,
)

CHART_WIDTH = 640


def as_docx(paper: Paper) -> bytes:
    """Return a document as a .docx file, to edit and to pass on; see `kernel.wordset`."""
    about = About(
        title=paper.title,
        subject=f"{paper.kind}. {paper.about}",
        note=paper.made,
        language=paper.language,
        day=paper.day,
        foot=f"{paper.title}. {paper.made}",
    )
    document = sheet(about)
    add(document, paper.kind, "Caption")
    add(document, paper.title, "Title")
    add(document, paper.about, "Subtitle")
    drawn = _drawn(paper)
    setter = Setter(document, paper.no_source)
    for at, block in enumerate(paper.blocks):
        if at in drawn and isinstance(block, Picture):
            setter.say(add(document, "", "Caption"), Said(block.chart.sentence(), block.sources))
            picture(add(document), drawn[at], block.chart.sentence(), WIDTH)
            names = [words for _css, words in legend_of(block)]
            add(
                document,
                _("From below: {names}.").format(names=numbers.listing(names)) if names else "",
                "Caption",
            )
        else:
            put(block, setter)
    if paper.sources:
        add(document, paper.sources_title, "Heading 1")
    for source in paper.sources:
        paragraph = add(document, f"{source.number}. ", "Caption")
        link(paragraph, source.url, source.label)
    return written(document)


def _drawn(paper: Paper) -> dict[int, bytes]:
    """Return the pictures by the place of their block, all made in one go."""
    drawings = {
        at: svg
        for at, block in enumerate(paper.blocks)
        if isinstance(block, Picture)
        and (svg := draw(block.chart, medium="print", width=CHART_WIDTH))
    }
    return dict(zip(drawings, pictures(list(drawings.values())), strict=True))


@dataclass(frozen=True, slots=True)
class Setter:
    """Where blocks are written to, and what stands behind a figure without a source."""

    document: WordDocument
    no_source: str

    def say(self, paragraph: Paragraph, one: Said) -> None:
        """Write words, bold or muted, and the numbers of their sources."""
        run(paragraph, one.text, bold=one.is_strong, colour=MUTED if one.is_quiet else "")
        run(paragraph, ", ".join(text for _first, text in cite_runs(one.sources)), raised=True)
        if one.lacks_source:
            run(paragraph, f" ({self.no_source})", colour=MUTED)


@singledispatch
def put(block: Block, to: Setter) -> None:
    """Write one block; a picture with nothing on it is its sentence alone."""
    if isinstance(block, Picture):
        add(to.document, block.chart.sentence())


@put.register
def _heading(block: Heading, to: Setter) -> None:
    add(to.document, block.text, f"Heading {block.level - 1}")


@put.register
def _words(block: Words, to: Setter) -> None:
    paragraph = add(to.document)
    if block.label:
        run(paragraph, f"{block.label}. ", bold=True)
    for at, one in enumerate(block.said):
        run(paragraph, " " if at else "")
        to.say(paragraph, one)


@put.register
def _points(block: Points, to: Setter) -> None:
    for at, one in enumerate(block.items, start=1):
        # Word would count on through the whole file, so that the numbers are written out.
        numbered = add(to.document, f"{at}. ") if block.is_numbered else None
        to.say(numbered or add(to.document, style="List Bullet"), one)


@put.register
def _facts(block: Facts, to: Setter) -> None:
    for name, one in block.pairs:
        paragraph = add(to.document)
        run(paragraph, f"{name}: ", bold=True)
        to.say(paragraph, one)


@put.register
def _rows(block: Rows, to: Setter) -> None:
    made = table(
        to.document,
        block.heads,
        len(block.rows),
        numeric=sorted(block.numeric),
        widths=block.widths,
    )
    for row, cells in zip(block.rows, made, strict=True):
        for said, cell in zip(row, cells, strict=True):
            _fill(to, cell, tuple(one for one in said if one.text))
    add(to.document, block.note, "Caption")


@put.register
def _missing(block: Missing, to: Setter) -> None:
    if block.title:
        paragraph = add(to.document)
        shade(paragraph)
        run(paragraph, block.title, bold=True)
    for one in block.items:
        add(to.document, one, "List Bullet")


def _fill(to: Setter, cell: _Cell, said: tuple[Said, ...]) -> None:
    for at, one in enumerate(said):
        to.say(cell.add_paragraph() if at else cell.paragraphs[0], one)
