"""The brief as PDF, Word, JSON and text: same content, accessible; nobody's words are markup."""

import io
import json
from dataclasses import replace

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn

from decapolis.briefs.exports import as_docx, as_json, as_pdf, as_text
from decapolis.kernel import typesetting
from tests.briefs.words import pdf_words

HOSTILE = '#panic("x") $x^2$ *b* _i_ `c` = h <script>alert(1)</script> @s1 \\ // "q" #sys.inputs'
UA = "{http://www.aiim.org/pdfua/ns/id/}part"


def opened(data):
    return pikepdf.open(io.BytesIO(data))


def claim_of(data):
    with opened(data) as document, document.open_metadata() as metadata:
        return metadata.get(UA)


def told(brief):
    """Return what every form of a brief must hold."""
    return [
        *(line.title for line in brief.practices),
        *(line.city for line in brief.practices),
        *(peer.name for peer in brief.peers),
        *(contact.name for contact in brief.contacts),
        *(one.title for one in brief.documents),
    ]


def test_the_pdf_is_tagged_and_claims_universal_access(brief):
    made = brief(quantity=5300)
    data = as_pdf(made)
    with opened(data) as document:
        root = document.Root
        assert root.Lang == "en"
        assert root.MarkInfo.Marked
        assert "/StructTreeRoot" in root
        assert root.ViewerPreferences.DisplayDocTitle
        assert document.docinfo["/Title"] == made.title
        assert len(document.pages) <= 4
    assert claim_of(data) == "1"


def test_every_picture_in_the_pdf_has_words(brief):
    with opened(as_pdf(brief())) as document:
        figures = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert len(figures) >= 7
        assert all(str(figure.Alt) for figure in figures)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_pdf_holds_what_the_brief_holds_on_either_paper(brief, paper):
    made = brief(quantity=5300)
    data = as_pdf(made, paper=paper)
    words = pdf_words(io.BytesIO(data)).replace("\u00a0", " ")
    for text in told(made):
        assert text.replace(" ", "") in words.replace(" ", ""), text
    with opened(data) as document:
        width = float(document.pages[0].mediabox[2])
        assert width == pytest.approx(612 if paper == "letter" else 595.28, abs=0.1)
        assert len(document.pages) <= 4


def test_an_empty_brief_is_one_page_that_says_so(brief):
    data = as_pdf(brief(question="blorf zzyx quux"))
    with opened(data) as document:
        assert len(document.pages) == 1
    assert "There is no answer yet." in pdf_words(io.BytesIO(data))


def test_the_same_brief_gives_the_same_bytes(brief):
    made = brief()
    assert as_pdf(made) == as_pdf(made)


def test_a_letter_without_glyph_costs_the_claim_and_nothing_else(brief):
    made = brief("Tokyo", "街路灯")
    data = as_pdf(made)
    assert claim_of(data) is None
    with opened(data) as document:
        assert "/StructTreeRoot" in document.Root
        assert document.docinfo["/Title"] == made.title


def test_arabic_is_set_and_keeps_the_claim(brief):
    assert claim_of(as_pdf(brief("Cairo", "إنارة الشوارع"))) == "1"


def test_without_the_fonts_of_the_house_others_stand_in(brief, monkeypatch):
    monkeypatch.setattr(typesetting, "HOUSE_FONTS", ("nowhere",))
    monkeypatch.setattr(typesetting._held, "compiler", None)
    assert claim_of(as_pdf(brief())) == "1"


def test_nobodys_words_are_markup(brief):
    made = brief(question=HOSTILE)
    first = brief().practices[0]
    made = replace(made, practices=(replace(first, what=replace(first.what, text=HOSTILE)),))
    words = pdf_words(io.BytesIO(as_pdf(made)))
    assert words.count('$x^2$ *b* _i_ `c` = h <script>alert(1)</script> @s1 \\ // "q"') >= 1
    document = docx.Document(io.BytesIO(as_docx(made)))
    assert document.core_properties.title == made.title
    assert HOSTILE in document.tables[1].rows[1].cells[1].text
    assert json.loads(as_json(made))["question"] == HOSTILE


def test_no_document_leads_to_anything_but_the_web(brief):
    made = brief()
    made = replace(made, sources=(replace(made.sources[0], url="javascript:alert(1)"),
                                  *made.sources[1:]))  # fmt: skip
    assert b"javascript" not in as_pdf(made)
    assert "javascript" not in str(
        [rel.target_ref for rel in docx.Document(io.BytesIO(as_docx(made))).part.rels.values()]
    )


def test_word_has_real_headings_header_rows_and_words_for_pictures(brief):
    made = brief(quantity=5300)
    document = docx.Document(io.BytesIO(as_docx(made)))
    properties = document.core_properties
    assert (properties.title, properties.language) == (made.title, "en")
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert headings[0] == "Dayton in its own figures"
    assert headings[-1] == "Sources"
    assert {"Whom to call", "What is not known", "What others did, closest first"} <= set(headings)
    assert len(document.tables) == 2 + len(made.costs)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    pictures = document.element.findall(f".//{qn('wp:docPr')}")
    assert len(pictures) == len(made.figures) + 1
    assert all(picture.get("descr") for picture in pictures)


def test_word_and_text_hold_what_the_brief_holds(brief):
    made = brief()
    document = docx.Document(io.BytesIO(as_docx(made)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words = "\n".join([*(one.text for one in document.paragraphs), *cells])
    links = "".join(document.element.itertext())
    plain = " ".join(as_text(made).split())
    for text in told(made):
        assert text in words or text in links, text
        assert " ".join(text.split()) in plain.replace("- ", "-").replace("-", "-") or text in plain
    for source in made.sources:
        assert f"{source.number}. " in plain


def test_json_is_the_context_field_by_field(brief):
    made = brief(quantity=5300)
    data = json.loads(as_json(made))
    assert data["day"] == "2026-11-22"
    assert data["city"]["name"] == "Dayton"
    assert data["costs"][0]["lines"][0]["at_quantity"]["sources"]
    assert data["practices"][0]["result"]["text"] == made.practices[0].result.text
    assert data["figures"][0]["strip"]["says"] == made.figures[0].strip.sentence()
    assert [source["number"] for source in data["sources"]] == list(range(1, len(made.sources) + 1))
