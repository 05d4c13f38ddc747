"""Documents of one model: the same in PDF and Word, sources named, gaps named, amounts kept."""

import io
from datetime import date

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from icalendar import Calendar

from decapolis.initiatives.exports.blocks import Heading, Rows, Said
from decapolis.initiatives.exports.calendar import as_ics
from decapolis.initiatives.exports.documents import Which, paper_of, previews
from decapolis.initiatives.exports.material import material_of
from decapolis.initiatives.exports.papers.request import SIGNS
from decapolis.initiatives.exports.pdf import as_pdf
from decapolis.initiatives.exports.word import as_docx
from decapolis.initiatives.models import Activity, Milestone, Plan, Risk, System
from decapolis.initiatives.queries.plan import plan_of
from decapolis.ops.bench.planned import sample_plan
from tests.briefs.words import pdf_words
from tests.factories import cities, hats, library, organisations
from tests.factories import initiatives as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)
UA = "{http://www.aiim.org/pdfua/ns/id/}part"
SECRETS = (
    "3.9", "820,000", "64,000", "210,000", "6 080 000", "2.5M", "40,000", "$900", "Lumen Corp",
    "Institute of light", "City capital budget", "state fund",
)  # fmt: skip
HOSTILE = '#panic("x") $x$ *b* `c` <script>alert(1)</script> @s1 \\ // "q"'


@pytest.fixture
def planned():
    """Return an initiative with a plan of thirty lines, and its owner."""
    city = cities.city()
    owner = hats.speaker(city, name="Ada Lamp")
    return sample_plan(owner, city), owner


def material(planned):
    return material_of(*planned, today=TODAY)


def said_in(block):
    if isinstance(block, Rows):
        return [one for row in block.rows for cell in row for one in cell]
    return [one for one in getattr(block, "said", getattr(block, "items", ())) if one]


def text_of(paper):
    """Return all words of a document but its sources."""
    found = []
    for block in paper.blocks:
        found += [getattr(block, "text", ""), getattr(block, "note", "")]
        found += [getattr(one, "text", one) for one in said_in(block)]
        found += [f"{name} {one.text}" for name, one in getattr(block, "pairs", ())]
    return "\n".join(found)


def word_text(data):
    document = docx.Document(io.BytesIO(data))
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


def pages_of(data):
    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


def test_every_document_is_a_tagged_pdf_and_a_word_file_of_the_same_headings(planned):
    held = material(planned)
    for which in Which:
        paper = paper_of(which, held)
        headings = [one.text for one in paper.blocks if isinstance(one, Heading)]
        data = as_pdf(paper)
        with pikepdf.open(io.BytesIO(data)) as document, document.open_metadata() as metadata:
            assert metadata.get(UA) == "1", which
            assert document.Root.Lang == "en"
            figures = [
                one
                for one in document.objects
                if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
            ]
            assert all(str(one.get("/Alt", "")) for one in figures)
        document = docx.Document(io.BytesIO(as_docx(paper)))
        levels = {"Heading 1", "Heading 2"}
        told = [one.text for one in document.paragraphs if one.style.name in levels]
        assert told == [*headings, "Sources"], which
        assert document.core_properties.title == "Light for six districts"
        for table in document.tables:
            assert table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
            assert table.style.name == "House"
        shapes = document.inline_shapes
        assert all(shape._inline.docPr.get("descr") for shape in shapes)


def test_the_action_plan_holds_the_whole_plan_in_its_order_in_both_forms(planned):
    held = material(planned)
    paper = paper_of(Which.ACTION, held)
    words, word = pdf_words(io.BytesIO(as_pdf(paper))), word_text(as_docx(paper))
    plain = words.replace(" ", "")
    for part in held.plan.parts:
        for line in part.lines:
            assert line.title.replace(" ", "") in plain
            assert line.title in word
    titles = [one.text for one in paper.blocks if isinstance(one, Heading) and one.level == 2]
    assert titles == [part.title for part in held.plan.parts]
    for gap in held.plan.gaps:
        assert gap.text in word


def test_every_amount_of_a_budget_line_names_its_source_or_that_there_is_none(planned):
    paper = paper_of(Which.ACTION, material(planned))
    budget = next(
        one for one in paper.blocks if isinstance(one, Rows) and one.heads[0] == "Budget line"
    )
    amounts = {row[0][0].text: row[2][0] for row in budget.rows}
    labels = {one.number: one.label for one in paper.sources}
    lamps = amounts["LED lamps with control"]
    assert [labels[n] for n in lamps.sources] == ["Offer of 12 March 2026, file PW-114"]
    assert amounts["Control system, licence"] == Said("$64,000", lacks_source=True)
    assert "(no source)" in word_text(as_docx(paper))


def test_the_memo_keeps_to_two_pages_and_the_brief_to_one_however_much_is_written(planned):
    one, owner = planned
    much = "The city writes a lot about its lamps and what they do at night. " * 60
    Plan.objects.filter(initiative=one).update(baseline=much, objective=much, affected=much)
    type(one).objects.filter(pk=one.pk).update(challenge=much)
    Risk.objects.update(response=much[:1900], likelihood=3, impact=3)
    Activity.objects.update(title=much[:290], owner=much[:190])
    one.refresh_from_db()
    held = material((one, owner))
    assert pages_of(as_pdf(paper_of(Which.MEMO, held))) <= 2
    assert pages_of(as_pdf(paper_of(Which.BRIEF, held))) == 1


def test_an_empty_plan_makes_documents_that_say_what_is_missing():
    one, owner = make.owned()
    held = material((one, owner))
    for which in Which:
        paper = paper_of(which, held)
        assert as_pdf(paper).startswith(b"%PDF")
        assert as_docx(paper).startswith(b"PK")
    words = word_text(as_docx(paper_of(Which.GRANT, held)))
    assert "Nothing is written yet." in words
    assert "Risks: No risks are named." in words


def test_words_that_look_like_markup_and_letters_without_a_glyph_are_set_as_they_are(planned):
    one, owner = planned
    System.objects.update(title=HOSTILE, standards="\U000e0001 漢字")
    paper = paper_of(Which.ACTION, material((one, owner)))
    words = pdf_words(io.BytesIO(as_pdf(paper))).replace(" ", "")
    assert '#panic("x")' in words
    assert HOSTILE in word_text(as_docx(paper))


def test_a_request_tells_no_money_no_owner_and_no_partner_unless_the_team_chooses(planned):
    one, owner = planned
    System.objects.filter(title="Street lighting control").update(
        owner="Lumen Corp", exit="The city leaves it. Leaving costs EUR 40,000. Files stay open."
    )
    type(one).objects.filter(pk=one.pk).update(
        challenge="Lamps are dark. We have 6 080 000 for it. Mending takes $900 a lamp."
    )
    Milestone.objects.filter(title="Council votes").update(title="Council votes on 3.9 million USD")
    one.refresh_from_db()
    held = material((one, owner))
    words = text_of(paper_of(Which.REQUEST, held))
    for secret in SECRETS:
        assert secret not in words, secret
    assert not set(SIGNS) & set(words)
    assert "Lamps are dark." in words
    assert "The city leaves it. Files stay open." in words
    assert "4 sentences that tell money are left out here." in words
    assert "TALQ 2.4, DALI-2" in words
    chosen = text_of(paper_of(Which.REQUEST, held, with_money=True))
    assert "$3.9M" in chosen


def test_a_request_asks_what_the_catalogue_says_and_warns_of_companies(planned):
    one, owner = planned
    asked = {"questions_to_ask": ["Which TALQ version?"], "standards": ["TALQ"]}
    library.technology("Street lighting control", **asked)
    organisations.organisation("Lumen Corp", sector="private")
    System.objects.filter(title="Street lighting control").update(standards="As Lumen Corp has it")
    held = material((one, owner))
    assert "Which TALQ version?" in text_of(paper_of(Which.REQUEST, held))
    preview = next(each for each in previews(held) if each.which == Which.REQUEST)
    assert any("It names companies: Lumen Corp." in words for words in preview.warnings)


def test_the_hand_over_says_what_is_promised_decided_next_and_stuck(planned):
    one, owner = planned
    make.review(one, due=date(2026, 10, 1))
    make.report(one, stuck="The state does not answer.")
    target = make.line(one, "measure", title="Lamps lit", target=50.0)
    make.target_change(target, why="The offer was dearer.")
    paper = paper_of(Which.HANDOVER, material((one, owner)))
    words = text_of(paper)
    assert "The offer was dearer." in words
    assert "Gate: Go on after districts 4 to 6" in words
    assert "The state does not answer." in words
    assert "Review after 90 days" in words
    assert "Ada Lamp" in words


def test_days_go_into_a_calendar_all_day_and_move_under_the_same_name(planned):
    one, owner = planned
    make.review(one, day=90, due=date(2027, 3, 1))
    first = Calendar.from_ical(as_ics(plan_of(one, owner))).walk("VEVENT")
    names = {str(event["summary"]): event for event in first}
    assert len(first) == 6
    votes = names["Milestone: Council votes (Light for six districts)"]
    assert votes.decoded("dtstart") == date(2027, 3, 15)
    assert "Gate: Go on after districts 4 to 6 (Light for six districts)" in names
    assert "Review after 90 days (Light for six districts)" in names
    Milestone.objects.filter(title="Council votes").update(due=date(2027, 4, 1), version=2)
    again = Calendar.from_ical(as_ics(plan_of(one, owner))).walk("VEVENT")
    assert {str(each["uid"]) for each in again} == {str(each["uid"]) for each in first}
    moved = next(each for each in again if each["uid"] == votes["uid"])
    assert moved.decoded("dtstart") == date(2027, 4, 1)
    assert int(moved["sequence"]) > int(votes["sequence"])


def test_sources_of_one_document_do_not_number_those_of_the_next(planned):
    held = material(planned)
    assert paper_of(Which.BRIEF, held) == paper_of(Which.BRIEF, held)
