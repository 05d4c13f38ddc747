"""Word documents in the house style: what every export to Word needs, in one place.

Headings, lists and header rows are real ones; title, language and description stand in the
properties of the file, and every picture has its words. Import it where a file is made: python-docx
is slow to come.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from decapolis.kernel.charts.palette import LIGHT

INK = RGBColor.from_string(LIGHT["ink"][1:].upper())
MUTED, TERRACOTTA, LINE, RULE = (
    LIGHT[name][1:].upper() for name in ("ink-2", "terracotta", "rule", "rule-strong")
)
TINT = "F1EADD"
SERIF, SANS = "Source Serif 4", "Public Sans"
# What takes their place where they are not installed, and of what family they are.
INSTEAD = {SERIF: ("Georgia", "roman"), SANS: ("Arial", "swiss")}
TABLE = "House"
# Lines under rows and none between columns, as on the pages; the first row is its header.
TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">
  <w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/>
  <w:pPr><w:spacing w:before="30" w:after="30"/></w:pPr>
  <w:tblPr><w:tblBorders>
    <w:bottom w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>
    <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>
  </w:tblBorders>
  <w:tblCellMar>
    <w:left w:w="0" w:type="dxa"/><w:right w:w="142" w:type="dxa"/>
  </w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr><w:tcBorders>
      <w:bottom w:val="single" w:sz="6" w:space="0" w:color="{RULE}"/>
    </w:tcBorders></w:tcPr>
  </w:tblStylePr>
</w:style>
"""
MARGIN = Mm(18)
WIDTH = Mm(174)  # between the margins
SIZES = {
    "Normal": 9.5, "Body Text": 9.5, "Title": 20.0, "Heading 1": 13.0, "Heading 2": 10.5,
    "List Bullet": 9.5, "List Number": 9.5, "Subtitle": 11.0, "Caption": 8.0,
}  # fmt: skip
# Points before and after.
SPACES = {"Heading 1": (10, 3), "Heading 2": (8, 2), "Title": (0, 2), "Caption": (0, 1)}
HEADING_LINE = (
    f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="8" w:space="3" w:color="{INK}"/></w:pBdr>'
)
RUN, RUN_PROPERTIES, TEXT, VALUE = map(qn, ("w:r", "w:rPr", "w:t", "w:val"))
KEEP_SPACE, WHOLE_ROW = qn("xml:space"), qn("w:cantSplit")


@dataclass(frozen=True, slots=True)
class About:
    """What the properties of a file say, and the foot of its pages."""

    title: str
    subject: str
    note: str
    language: str
    day: date
    foot: str


def sheet(about: About) -> WordDocument:
    """Return an empty document: paper, styles, language and properties are set."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    held = document.core_properties
    held.title, held.language, held.author = about.title[:255], about.language, "Decapolis"
    held.subject, held.comments = about.subject[:255], about.note[:255]
    held.created = held.modified = datetime.combine(about.day, time(), tzinfo=UTC)
    [spacing] = document.styles.element.xpath("w:docDefaults/w:pPrDefault/w:pPr/w:spacing")
    spacing.attrib.update({qn("w:after"): "0", qn("w:line"): "252"})  # 1.05 lines
    for name, size in SIZES.items():
        _style(document, name, size)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), about.language)
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    document.styles.element.append(parse_xml(TABLE_STYLE))
    _name_fonts(document)
    section.footer.paragraphs[0].text = about.foot
    section.footer.paragraphs[0].style = document.styles["Caption"]
    return document


def _name_fonts(document: WordDocument) -> None:
    """Say which fonts stand in for ours: without that Word takes any."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = parse_xml(part.blob)
    for name, (other, family) in INSTEAD.items():
        fonts.append(
            parse_xml(
                f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{other}"/>'
                f'<w:family w:val="{family}"/><w:pitch w:val="variable"/></w:font>'
            )
        )
    part._blob = serialize_part_xml(fonts)  # noqa: SLF001 -- python-docx reads no font tables


def written(document: WordDocument) -> bytes:
    """Return a document as a .docx file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _style(document: WordDocument, name: str, size: float) -> None:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        return
    is_large = name in {"Title", "Heading 1"}
    family = SERIF if is_large else SANS
    style.font.name, style.font.size, style.font.italic = family, Pt(size), False
    style.font.bold = is_large or name == "Heading 2"
    style.font.color.rgb = RGBColor.from_string(MUTED) if name in {"Caption", "Subtitle"} else INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{script}"), family)
    if name != "Normal":  # in tables the table says it
        before, after = map(Pt, SPACES.get(name, (0, 3)))
        style.paragraph_format.space_before, style.paragraph_format.space_after = before, after
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    if name == "Heading 1":
        # Where its place is in the order that Word asks for.
        style.element.find(f".//{qn('w:spacing')}").addprevious(parse_xml(HEADING_LINE))


def add(document: WordDocument, text: str = "", style: str = "Body Text") -> Paragraph:
    """Add a paragraph; its style by id, since python-docx looks a name up in all styles."""
    paragraph = document.add_paragraph()
    properties = paragraph._p.makeelement(qn("w:pPr"))  # noqa: SLF001 -- as said
    properties.append(properties.makeelement(qn("w:pStyle"), {VALUE: style.replace(" ", "")}))
    paragraph._p.append(properties)  # noqa: SLF001 -- as said
    run(paragraph, text)
    return paragraph


def link(paragraph: Paragraph, url: str, words: str, *, bold: bool = False) -> None:
    """Write words that lead to an address; plain words where there is none to follow."""
    told = run(paragraph, words, bold=bold)
    if told is not None and url.startswith(("https://", "http://")):
        key = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        around = OxmlElement("w:hyperlink")
        around.set(qn("r:id"), key)
        around.append(told)
        paragraph._p.append(around)  # noqa: SLF001 -- python-docx makes no links


def run(
    paragraph: Paragraph, text: str, *, bold: bool = False, raised: bool = False, colour: str = ""
) -> BaseOxmlElement | None:
    """Add words to a paragraph; a file has hundreds of them, and python-docx takes its time.

    None where there are no words.
    """
    if not text:
        return None
    made: BaseOxmlElement = paragraph._p.makeelement(RUN)  # noqa: SLF001 -- as said
    looks = [
        (qn("w:b"), None) if bold else None,
        (qn("w:color"), colour) if colour else None,
        (qn("w:vertAlign"), "superscript") if raised else None,
    ]
    if any(looks):
        properties = made.makeelement(RUN_PROPERTIES)
        made.append(properties)
        for name, value in filter(None, looks):
            properties.append(made.makeelement(name, {VALUE: value} if value else {}))
    words = made.makeelement(TEXT, {KEEP_SPACE: "preserve"})
    words.text = text
    made.append(words)
    paragraph._p.append(made)  # noqa: SLF001 -- as said
    return made


def table(
    document: WordDocument,
    heads: Sequence[str],
    rows: int,
    *,
    numeric: Sequence[int] = (),
    widths: Sequence[float] = (),
) -> list[list[_Cell]]:
    """Add a table whose first row is its header, repeated on every page; return the other rows.

    No row is broken by the end of a page.

    Parameters
    ----------
    numeric
        Columns that are set to the right.
    widths
        Shares of the columns in the width of the page; without them all are alike.
    """
    made: Table = document.add_table(rows=1 + rows, cols=len(heads))
    made.style = document.styles[TABLE]
    header = OxmlElement("w:tblHeader")
    header.set(VALUE, "true")
    first, *others = (
        [_Cell(cell, made) for cell in row.tc_lst]
        for row in made._tbl.tr_lst  # noqa: SLF001 -- `table.rows` counts all cells for each row
    )
    made._tbl.tr_lst[0].get_or_add_trPr().append(header)  # noqa: SLF001 -- python-docx has no header rows
    for row in made._tbl.tr_lst:  # noqa: SLF001 -- as said
        row.get_or_add_trPr().append(row.makeelement(WHOLE_ROW))
    for cell, words in zip(first, heads, strict=True):
        run(cell.paragraphs[0], words, colour=MUTED)
    for cells in (first, *others):
        for column in numeric:
            if column < len(cells):
                cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if widths:
        _widen(made, (first, *others), widths)
    return others


def _widen(made: Table, rows: Sequence[Sequence[_Cell]], widths: Sequence[float]) -> None:
    """Set how wide the columns are, in the grid and in each cell: programs read either."""
    shares = [Length(int(WIDTH * one / sum(widths))) for one in widths]
    for column, share in zip(made._tbl.tblGrid.gridCol_lst, shares, strict=True):  # noqa: SLF001 -- python-docx counts all cells
        column.w = share
    for cells in rows:
        for cell, share in zip(cells, shares, strict=True):
            cell._tc.width = share  # noqa: SLF001 -- as said


def picture(paragraph: Paragraph, png: bytes, words: str, width: Length) -> None:
    """Put a picture in place, with what it shows for those who do not see it."""
    shape = paragraph.add_run().add_picture(io.BytesIO(png), width=width)
    shape._inline.docPr.set("descr", words)  # noqa: SLF001 -- python-docx sets no words for pictures


def shade(paragraph: Paragraph) -> None:
    """Lay a tint under a paragraph."""
    tint = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", TINT)):
        tint.set(qn(f"w:{name}"), value)
    paragraph._p.get_or_add_pPr().append(tint)  # noqa: SLF001 -- python-docx shades nothing
