"""The brief as a Word document: real headings, header rows, words for pictures, same order."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.shared import Mm
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from decapolis.briefs.exports.labels import (
    cite_runs,
    cost_heading,
    cost_sources,
    labels,
    quantity_heading,
)
from decapolis.briefs.queries import Brief, CostTable, PracticeLine, Said
from decapolis.kernel import numbers
from decapolis.kernel.charts import draw
from decapolis.kernel.typesetting import pictures
from decapolis.kernel.wordset import (
    MUTED,
    TERRACOTTA,
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

STRIP_WIDTH, CHART_WIDTH = 225, 640


def as_docx(brief: Brief) -> bytes:
    """Return the brief as a .docx file, to edit and to pass on; see `kernel.wordset`."""
    words = labels(brief)
    about = About(
        title=brief.title,
        subject=words.audience,
        note=words.made,
        language=brief.language,
        day=brief.day,
        foot=f"{brief.title}. {words.made}",
    )
    document = sheet(about)
    _opening(document, brief)
    _figures(document, brief)
    _peers(document, brief)
    _practices(document, brief)
    for one in brief.costs:
        _costs(document, one, brief.quantity)
    _rest(document, brief)
    _sources(document, brief)
    return written(document)


def _opening(document: WordDocument, brief: Brief) -> None:
    words = labels(brief)
    add(document, brief.title, "Title")
    add(document, f"{words.audience}, {numbers.day(brief.day)}", "Subtitle")
    if words.read_as:
        add(document, words.read_as, "Caption")
    if brief.weakness:
        paragraph = add(document)
        run(paragraph, getattr(words, brief.standing), bold=True)
        for one in brief.weakness:
            run(paragraph, " ")
            _say(paragraph, one)
    if brief.summary:
        paragraph = add(document)
        shade(paragraph)
        for place, one in enumerate(brief.summary):
            run(paragraph, " " if place else "")
            _say(paragraph, one)
    if brief.todo:
        add(document, words.todo, "Heading 1")
        for step in brief.todo:
            add(document, step, "List Bullet")


def _figures(document: WordDocument, brief: Brief) -> None:
    words = labels(brief)
    if not brief.figures:
        return
    add(document, words.figures, "Heading 1")
    _say(add(document), brief.figures_say)
    drawn = [line for line in brief.figures if line.strip.peers]
    strips = dict(zip(
        (line.code for line in drawn),
        pictures([draw(line.strip, medium="print", width=STRIP_WIDTH) for line in drawn]),
        strict=True,
    ))  # fmt: skip
    heads = (words.figure, brief.city.name, words.among, words.median, words.range)
    rows = table(document, heads, len(brief.figures), numeric=(1, 3, 4))
    for line, cells in zip(brief.figures, rows, strict=True):
        label, value, among, median, span = (cell.paragraphs[0] for cell in cells)
        run(label, f"{line.label}, {line.strip.note}")
        _cite(label, line.sources)
        run(value, line.value.text, bold=True)
        if line.code in strips:
            picture(among, strips[line.code], line.strip.sentence(), Mm(38))
        else:
            run(among, words.alone)
        run(median, line.median)
        run(span, line.range)
    add(document, words.strip, "Caption")


def _peers(document: WordDocument, brief: Brief) -> None:
    if not brief.peers:
        return
    add(document, labels(brief).peers, "Heading 1")
    _say(add(document), brief.peers_say)
    for one in brief.peers:
        paragraph = add(document, "", "List Bullet")
        run(paragraph, f"{one.label}. ", bold=True)
        _say(paragraph, one.why)


def _practices(document: WordDocument, brief: Brief) -> None:
    if not brief.practices:
        return
    words = labels(brief)
    add(document, words.practices, "Heading 1")
    _say(add(document), brief.practices_say)
    heads = (words.where, words.what, words.cost, words.result, words.wrong)
    rows = table(document, heads, len(brief.practices))
    for line, cells in zip(brief.practices, rows, strict=True):
        _practice(cells, line)
    add(document, words.practices_note, "Caption")


def _practice(cells: Sequence[_Cell], line: PracticeLine) -> None:
    where, what, cost, result, wrong = (cell.paragraphs[0] for cell in cells)
    run(where, line.city, bold=True)
    run(where, f"{f', {line.place}' if line.place else ''}. {line.nearness.text}")
    _say(what, line.what)
    status = ", ".join(part for part in (line.status_label, line.years) if part)
    run(cells[1].add_paragraph(), status, colour=TERRACOTTA if line.failed else MUTED)
    run(cost, line.cost.text, bold=bool(line.cost.sources))
    _cite(cost, cost_sources(line))
    for text in (line.cost_note, *(one.text for one in line.more_costs)):
        if text:
            run(cells[2].add_paragraph(), text)
    if line.kind_label:
        run(result, f"{line.kind_label}: ", bold=True)
    _say(result, line.result)
    _say(wrong, line.setback)


def _costs(document: WordDocument, one: CostTable, quantity: float | None) -> None:
    add(document, cost_heading(one), "Heading 1")
    _say(add(document), one.lead)
    if one.chart:
        drawn = pictures([draw(one.chart, medium="print", width=CHART_WIDTH)])
        picture(add(document), drawn[0], one.chart.sentence(), WIDTH)
    total = quantity_heading(one, quantity)
    heads = [_("What the price covers"), _("Programmes"), _("Per {unit}").format(unit=one.unit)]
    heads += [total] if total else []
    rows = table(document, heads, len(one.lines), numeric=(2, 3))
    for line, cells in zip(one.lines, rows, strict=True):
        what, names, price, *times = (cell.paragraphs[0] for cell in cells)
        run(what, line.what)
        run(names, line.names)
        _say(price, line.price)
        if times and line.at_quantity:
            _say(times[0], line.at_quantity)
    _say(add(document, "", "Caption"), one.note)


def _rest(document: WordDocument, brief: Brief) -> None:
    words = labels(brief)
    if brief.contacts:
        add(document, words.contacts, "Heading 1")
        add(document, words.nobody, "Caption")
        for contact in brief.contacts:
            _entry(document, contact.name, contact.website, contact.about, contact.ask)
    _items(document, words.unknown, brief.unknown, "List Bullet")
    _items(document, words.questions, brief.questions, "List Number")
    if brief.documents:
        add(document, words.documents, "Heading 1")
        for one in brief.documents:
            _entry(document, one.title, one.url, one.about, one.summary)


def _items(document: WordDocument, heading: str, sentences: Sequence[Said], style: str) -> None:
    if sentences:
        add(document, heading, "Heading 1")
        for said in sentences:
            _say(add(document, "", style), said)


def _sources(document: WordDocument, brief: Brief) -> None:
    add(document, labels(brief).sources, "Heading 1")
    for source in brief.sources:
        paragraph = add(document, f"{source.number}. ", "Caption")
        link(paragraph, source.url, source.label)


def _entry(document: WordDocument, name: str, url: str, about: str, said: Said) -> None:
    paragraph = add(document, "", "List Bullet")
    link(paragraph, url, name, bold=True)
    run(paragraph, f" ({about}). ")
    _say(paragraph, said)


def _say(paragraph: Paragraph, one: Said) -> None:
    """Write a sentence, what carries it in bold, and the numbers of its sources."""
    before, found, after = one.text.partition(one.strong) if one.strong else (one.text, "", "")
    run(paragraph, before)
    run(paragraph, found, bold=True)
    run(paragraph, after)
    _cite(paragraph, one.sources)


def _cite(paragraph: Paragraph, sources: Sequence[int]) -> None:
    run(paragraph, ", ".join(text for _first, text in cite_runs(sources)), raised=True)
