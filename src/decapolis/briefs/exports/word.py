"""The brief as a Word document: real headings, header rows, words for pictures, same order."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime, time

from django.utils.translation import gettext as _
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
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
from decapolis.kernel.charts.palette import LIGHT
from decapolis.kernel.typesetting import pictures

INK = RGBColor.from_string(LIGHT["ink"][1:].upper())
MUTED, TERRACOTTA = (LIGHT[name][1:].upper() for name in ("ink-2", "terracotta"))
TINT = "F1EADD"
SERIF, SANS = "Source Serif 4", "Public Sans"
MARGIN = Mm(18)
STRIP_WIDTH, CHART_WIDTH = 225, 640
RUN, RUN_PROPERTIES, TEXT, VALUE = map(qn, ("w:r", "w:rPr", "w:t", "w:val"))
KEEP_SPACE = qn("xml:space")


def as_docx(brief: Brief) -> bytes:
    """Return the brief as a .docx file, to edit and to pass on.

    Headings, lists and table header rows are real ones; title, language and description stand in
    its properties, and every picture has its sentence.
    """
    document = Document()
    _prepare(document, brief)
    _opening(document, brief)
    _figures(document, brief)
    _peers(document, brief)
    _practices(document, brief)
    for table in brief.costs:
        _costs(document, table, brief.quantity)
    _rest(document, brief)
    _sources(document, brief)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _prepare(document: WordDocument, brief: Brief) -> None:
    """Set paper, styles, language and properties."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    about = document.core_properties
    about.title, about.language, about.author = brief.title, brief.language, "Decapolis"
    about.subject = labels(brief).audience
    about.comments = labels(brief).made
    about.created = about.modified = datetime.combine(brief.day, time(), tzinfo=UTC)
    sizes = {"Normal": 9.5, "Title": 20.0, "Heading 1": 13.0, "List Bullet": 9.5,
             "List Number": 9.5, "Subtitle": 11.0, "Caption": 8.0}  # fmt: skip
    for name, size in sizes.items():
        _style(document, name, size)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), brief.language)
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    section.footer.paragraphs[0].text = f"{brief.title}. {labels(brief).made}"
    section.footer.paragraphs[0].style = document.styles["Caption"]


def _style(document: WordDocument, name: str, size: float) -> None:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        return
    family = SERIF if name in {"Title", "Heading 1"} else SANS
    style.font.name, style.font.size, style.font.italic = family, Pt(size), False
    style.font.bold = name in {"Title", "Heading 1"}
    style.font.color.rgb = RGBColor.from_string(MUTED) if name in {"Caption", "Subtitle"} else INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{script}"), family)
    space = {"Heading 1": (12, 4), "Title": (0, 2)}.get(name, (0, 4))
    style.paragraph_format.space_before, style.paragraph_format.space_after = map(Pt, space)
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _opening(document: WordDocument, brief: Brief) -> None:
    words = labels(brief)
    _add(document, brief.title, "Title")
    _add(document, f"{words.audience}, {numbers.day(brief.day)}", "Subtitle")
    if words.read_as:
        _add(document, words.read_as, "Caption")
    if brief.weakness:
        paragraph = _add(document)
        _run(paragraph, getattr(words, brief.standing), bold=True)
        for one in brief.weakness:
            _run(paragraph, " ")
            _say(paragraph, one)
    if brief.summary:
        paragraph = _add(document)
        _shade(paragraph)
        for place, one in enumerate(brief.summary):
            _run(paragraph, " " if place else "")
            _say(paragraph, one)
    if brief.todo:
        _add(document, words.todo, "Heading 1")
        for step in brief.todo:
            _add(document, step, "List Bullet")


def _figures(document: WordDocument, brief: Brief) -> None:
    words = labels(brief)
    if not brief.figures:
        return
    _add(document, words.figures, "Heading 1")
    _say(_add(document), brief.figures_say)
    drawn = [line for line in brief.figures if line.strip.peers]
    strips = dict(zip(
        (line.code for line in drawn),
        pictures([draw(line.strip, medium="print", width=STRIP_WIDTH) for line in drawn]),
        strict=True,
    ))  # fmt: skip
    heads = (words.figure, brief.city.name, words.among, words.median, words.range)
    rows = _table(document, heads, len(brief.figures), numeric=(1, 3, 4))
    for line, cells in zip(brief.figures, rows, strict=True):
        label, value, among, median, span = (cell.paragraphs[0] for cell in cells)
        _run(label, f"{line.label}, {line.strip.note}")
        _cite(label, line.sources)
        _run(value, line.value.text, bold=True)
        if line.code in strips:
            _picture(among, strips[line.code], line.strip.sentence(), Mm(38))
        else:
            _run(among, words.alone)
        _run(median, line.median)
        _run(span, line.range)
    _add(document, words.strip, "Caption")


def _peers(document: WordDocument, brief: Brief) -> None:
    if not brief.peers:
        return
    _add(document, labels(brief).peers, "Heading 1")
    _say(_add(document), brief.peers_say)
    for one in brief.peers:
        paragraph = _add(document, "", "List Bullet")
        _run(paragraph, f"{one.label}. ", bold=True)
        _say(paragraph, one.why)


def _practices(document: WordDocument, brief: Brief) -> None:
    if not brief.practices:
        return
    words = labels(brief)
    _add(document, words.practices, "Heading 1")
    _say(_add(document), brief.practices_say)
    heads = (words.where, words.what, words.cost, words.result, words.wrong)
    rows = _table(document, heads, len(brief.practices))
    for line, cells in zip(brief.practices, rows, strict=True):
        _practice(cells, line)
    _add(document, words.practices_note, "Caption")


def _practice(cells: Sequence[_Cell], line: PracticeLine) -> None:
    where, what, cost, result, wrong = (cell.paragraphs[0] for cell in cells)
    _run(where, line.city, bold=True)
    _run(where, f"{f', {line.place}' if line.place else ''}. {line.nearness.text}")
    _say(what, line.what)
    status = ", ".join(part for part in (line.status_label, line.years) if part)
    _run(cells[1].add_paragraph(), status, colour=TERRACOTTA if line.failed else MUTED)
    _run(cost, line.cost.text, bold=bool(line.cost.sources))
    _cite(cost, cost_sources(line))
    for text in (line.cost_note, *(one.text for one in line.more_costs)):
        if text:
            _run(cells[2].add_paragraph(), text)
    if line.kind_label:
        _run(result, f"{line.kind_label}: ", bold=True)
    _say(result, line.result)
    _say(wrong, line.setback)


def _costs(document: WordDocument, one: CostTable, quantity: float | None) -> None:
    _add(document, cost_heading(one), "Heading 1")
    _say(_add(document), one.lead)
    if one.chart:
        drawn = pictures([draw(one.chart, medium="print", width=CHART_WIDTH)])
        _picture(_add(document), drawn[0], one.chart.sentence(), Mm(174))
    total = quantity_heading(one, quantity)
    heads = [_("What the price covers"), _("Programmes"), _("Per {unit}").format(unit=one.unit)]
    heads += [total] if total else []
    rows = _table(document, heads, len(one.lines), numeric=(2, 3))
    for line, cells in zip(one.lines, rows, strict=True):
        what, names, price, *times = (cell.paragraphs[0] for cell in cells)
        _run(what, line.what)
        _run(names, line.names)
        _say(price, line.price)
        if times and line.at_quantity:
            _say(times[0], line.at_quantity)
    _say(_add(document, "", "Caption"), one.note)


def _rest(document: WordDocument, brief: Brief) -> None:
    words = labels(brief)
    if brief.contacts:
        _add(document, words.contacts, "Heading 1")
        _add(document, words.nobody, "Caption")
        for contact in brief.contacts:
            _entry(document, contact.name, contact.website, contact.about, contact.ask)
    _items(document, words.unknown, brief.unknown, "List Bullet")
    _items(document, words.questions, brief.questions, "List Number")
    if brief.documents:
        _add(document, words.documents, "Heading 1")
        for one in brief.documents:
            _entry(document, one.title, one.url, one.about, one.summary)


def _items(document: WordDocument, heading: str, sentences: Sequence[Said], style: str) -> None:
    if sentences:
        _add(document, heading, "Heading 1")
        for said in sentences:
            _say(_add(document, "", style), said)


def _sources(document: WordDocument, brief: Brief) -> None:
    _add(document, labels(brief).sources, "Heading 1")
    for source in brief.sources:
        paragraph = _add(document, f"{source.number}. ", "Caption")
        _link(paragraph, source.url, source.label)


def _add(document: WordDocument, text: str = "", style: str = "") -> Paragraph:
    """Add a paragraph; its style by id, since python-docx looks a name up in all styles."""
    paragraph = document.add_paragraph()
    if style:
        properties = paragraph._p.makeelement(qn("w:pPr"))  # noqa: SLF001 -- as said
        properties.append(properties.makeelement(qn("w:pStyle"), {VALUE: style.replace(" ", "")}))
        paragraph._p.append(properties)  # noqa: SLF001 -- as said
    _run(paragraph, text)
    return paragraph


def _entry(document: WordDocument, name: str, url: str, about: str, said: Said) -> None:
    paragraph = _add(document, "", "List Bullet")
    _link(paragraph, url, name, bold=True)
    _run(paragraph, f" ({about}). ")
    _say(paragraph, said)


def _say(paragraph: Paragraph, one: Said) -> None:
    """Write a sentence, what carries it in bold, and the numbers of its sources."""
    before, found, after = one.text.partition(one.strong) if one.strong else (one.text, "", "")
    _run(paragraph, before)
    _run(paragraph, found, bold=True)
    _run(paragraph, after)
    _cite(paragraph, one.sources)


def _cite(paragraph: Paragraph, sources: Sequence[int]) -> None:
    _run(paragraph, ", ".join(text for _first, text in cite_runs(sources)), raised=True)


def _link(paragraph: Paragraph, url: str, words: str, *, bold: bool = False) -> None:
    """Write words that lead to an address; plain words where there is none to follow."""
    run = _run(paragraph, words, bold=bold)
    if run is not None and url.startswith(("https://", "http://")):
        key = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), key)
        link.append(run)
        paragraph._p.append(link)  # noqa: SLF001 -- python-docx makes no links


def _run(
    paragraph: Paragraph, text: str, *, bold: bool = False, raised: bool = False, colour: str = ""
) -> BaseOxmlElement | None:
    """Add words to a paragraph; a brief has three hundred of them, and python-docx takes its time.

    None where there are no words.
    """
    if not text:
        return None
    run: BaseOxmlElement = paragraph._p.makeelement(RUN)  # noqa: SLF001 -- as said
    looks = [
        (qn("w:b"), None) if bold else None,
        (qn("w:color"), colour) if colour else None,
        (qn("w:vertAlign"), "superscript") if raised else None,
    ]
    if any(looks):
        properties = run.makeelement(RUN_PROPERTIES)
        run.append(properties)
        for name, value in filter(None, looks):
            properties.append(run.makeelement(name, {VALUE: value} if value else {}))
    words = run.makeelement(TEXT, {KEEP_SPACE: "preserve"})
    words.text = text
    run.append(words)
    paragraph._p.append(run)  # noqa: SLF001 -- as said
    return run


def _table(
    document: WordDocument, heads: Sequence[str], rows: int, *, numeric: Sequence[int] = ()
) -> list[list[_Cell]]:
    """Add a table whose first row is its header, repeated on every page; return the other rows."""
    table: Table = document.add_table(rows=1 + rows, cols=len(heads))
    table.style = document.styles["Table Grid"]
    header = OxmlElement("w:tblHeader")
    header.set(VALUE, "true")
    first, *others = (
        [_Cell(cell, table) for cell in row.tc_lst]
        for row in table._tbl.tr_lst  # noqa: SLF001 -- `table.rows` counts all cells for each row
    )
    table._tbl.tr_lst[0].get_or_add_trPr().append(header)  # noqa: SLF001 -- python-docx has no header rows
    for cell, words in zip(first, heads, strict=True):
        _run(cell.paragraphs[0], words, bold=True)
    for cells in (first, *others):
        for column in numeric:
            if column < len(cells):
                cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return others


def _picture(paragraph: Paragraph, png: bytes, words: str, width: Length) -> None:
    """Put a picture in place, with what it shows for those who do not see it."""
    shape = paragraph.add_run().add_picture(io.BytesIO(png), width=width)
    shape._inline.docPr.set("descr", words)  # noqa: SLF001 -- python-docx sets no words for pictures


def _shade(paragraph: Paragraph) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", TINT)):
        shade.set(qn(f"w:{name}"), value)
    paragraph._p.get_or_add_pPr().append(shade)  # noqa: SLF001 -- python-docx shades nothing
