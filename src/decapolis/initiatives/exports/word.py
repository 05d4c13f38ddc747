"""A document as a Word file: real headings, lists and header rows, in the order of the PDF."""

from functools import singledispatch

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
)
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
    for at, block in enumerate(paper.blocks):
        if at in drawn and isinstance(block, Picture):
            add(document, block.chart.sentence(), "Caption")
            picture(add(document), drawn[at], block.chart.sentence(), WIDTH)
        else:
            put(block, document)
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


@singledispatch
def put(block: Block, document: WordDocument) -> None:
    """Write one block; a picture with nothing on it is its sentence alone."""
    if isinstance(block, Picture):
        add(document, block.chart.sentence())


@put.register
def _heading(block: Heading, document: WordDocument) -> None:
    add(document, block.text, f"Heading {block.level - 1}")


@put.register
def _words(block: Words, document: WordDocument) -> None:
    paragraph = add(document)
    if block.label:
        run(paragraph, f"{block.label}. ", bold=True)
    for at, one in enumerate(block.said):
        run(paragraph, " " if at else "")
        _say(paragraph, one)


@put.register
def _points(block: Points, document: WordDocument) -> None:
    for at, one in enumerate(block.items, start=1):
        # Word would count on through the whole file, so that the numbers are written out.
        paragraph = add(document, f"{at}. " if block.is_numbered else "",
                        "" if block.is_numbered else "List Bullet")  # fmt: skip
        _say(paragraph, one)


@put.register
def _facts(block: Facts, document: WordDocument) -> None:
    for name, one in block.pairs:
        paragraph = add(document)
        run(paragraph, f"{name}: ", bold=True)
        _say(paragraph, one)


@put.register
def _rows(block: Rows, document: WordDocument) -> None:
    made = table(
        document, block.heads, len(block.rows), numeric=sorted(block.numeric), widths=block.widths
    )
    for row, cells in zip(block.rows, made, strict=True):
        for said, cell in zip(row, cells, strict=True):
            _fill(cell, tuple(one for one in said if one.text))
    add(document, block.note, "Caption")


@put.register
def _missing(block: Missing, document: WordDocument) -> None:
    if block.title:
        paragraph = add(document)
        shade(paragraph)
        run(paragraph, block.title, bold=True)
    for one in block.items:
        add(document, one, "List Bullet")


def _fill(cell: _Cell, said: tuple[Said, ...]) -> None:
    for at, one in enumerate(said):
        _say(cell.add_paragraph() if at else cell.paragraphs[0], one)


def _say(paragraph: Paragraph, one: Said) -> None:
    """Write words, bold or muted, and the numbers of their sources."""
    run(paragraph, one.text, bold=one.is_strong, colour=MUTED if one.is_quiet else "")
    run(paragraph, ", ".join(text for _first, text in cite_runs(one.sources)), raised=True)
