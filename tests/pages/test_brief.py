"""The page of the brief, its form and its files."""

import io
from html import unescape
from urllib.parse import quote

import docx
import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.kernel.permissions import Visibility
from decapolis.library.models import Practice

pytestmark = pytest.mark.usefixtures("starter")

LIGHTS = "/brief?city=Dayton,+OH&q=street+lighting"
HOSTILE = [
    "'; DROP TABLE library_practice;--",
    '"><script>alert(1)</script>',
    "a\x00b",
    "街路灯",
    "إنارة الشوارع",
    "{{ 7*7 }}{% now %}",
    "../../etc/passwd",
    "x" * 10_000,
    "\ud800".encode("utf-8", "surrogatepass"),
    "%",
    "-1",
]


def text_of(response):
    return " ".join(unescape(response.content.decode()).split())


def test_the_page_shows_the_brief_and_the_ways_to_keep_it(client):
    response = client.get(LIGHTS)
    page = text_of(response)
    assert response.status_code == 200
    for words in (
        "Street lighting: what cities like Dayton did",
        "Dayton in its own figures",
        "Cities like Dayton, and why",
        "Smart streetlights that became a surveillance dispute",
        "What one lamp cost",
        "Whom to call",
        "What is not known",
        "Questions to settle before money is spent",
    ):
        assert words in page
    assert 'href="/brief.pdf?city=4509884&q=street+lighting"' in page
    assert 'href="/brief.docx?city=4509884&q=street+lighting"' in page
    assert 'href="/practices/san-diego-smart-streetlights"' in page
    assert page.count('class="sheet"') == 2


def test_every_number_leads_to_a_source_on_the_page(client):
    page = client.get(LIGHTS).content.decode()
    leads = {part.split('"')[0] for part in page.split('href="#s')[1:]}
    anchors = {part.split('"')[0] for part in page.split('<li id="s')[1:]}
    assert leads
    assert leads <= anchors


def test_a_quantity_is_multiplied_however_it_is_grouped(client):
    for written in ("5300", "5,300", "5 300", "5\u202f300", "5'300"):
        assert "your 5,300 lamps" in text_of(client.get(f"{LIGHTS}&quantity={quote(written)}"))


@pytest.mark.parametrize("written", ["many", "0", "-5", "1e99", "12 lamps", "9" * 30])
def test_a_quantity_that_is_no_number_is_refused_in_plain_words(client, written):
    response = client.get(f"{LIGHTS}&quantity={quote(written)}")
    assert response.status_code == 422
    assert "Give the number of units as a number above zero" in text_of(response)


def test_an_empty_address_shows_the_form(client):
    response = client.get("/brief")
    assert response.status_code == 200
    assert "A brief for your city" in text_of(response)
    assert "to mend" not in text_of(response)


def test_a_question_without_a_city_asks_for_one_and_keeps_the_question(client):
    response = client.get("/brief?q=flooding")
    page = text_of(response)
    assert response.status_code == 422
    assert "Name your city" in page
    assert 'value="flooding"' in page


def test_the_readers_own_city_stands_in_where_none_is_named(client):
    client.cookies["city"] = "4509884"
    assert "what cities like Dayton did" in text_of(client.get("/brief?q=street+lighting"))


def test_several_cities_of_a_name_are_offered_with_the_question_kept(client):
    response = client.get("/brief?city=Springfield&q=flooding")
    page = text_of(response)
    assert response.status_code == 422
    assert "Which one do you mean?" in page
    for label, number in (
        ("Springfield, Missouri, United States", 4409896),
        ("Springfield, Illinois, United States", 4250542),
    ):
        assert label in page
        assert f'href="/brief?city={number}&q=flooding"' in page


def test_an_unknown_city_says_so_and_offers_close_spellings(client):
    page = text_of(client.get("/brief?city=Daytn&q=flooding"))
    assert "No city in the gazetteer is called" in page
    assert "Dayton, Ohio, United States" in page


def test_a_very_long_question_gets_a_plain_answer(client):
    response = client.get(f"/brief?city=Dayton&q={'x' * 10_000}")
    assert response.status_code == 422
    assert "The question has 10,000 characters." in text_of(response)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("path", ["/brief", "/brief.pdf", "/brief.docx"])
@pytest.mark.parametrize("field", ["city", "q", "quantity", "paper"])
def test_whatever_stands_in_the_address_nothing_breaks(client, text, path, field):
    fields = {"city": "4509884", "q": "street lighting"} | {field: text}
    query = "&".join(f"{name}={quote(value)}" for name, value in fields.items())
    response = client.get(f"{path}?{query}")
    assert response.status_code in {200, 302, 422}
    assert b"<script>alert(1)" not in response.content or path != "/brief"
    assert Practice.objects.exists()


def test_the_pdf_opens_in_the_browser_under_a_name_of_its_own(client):
    response = client.get("/brief.pdf?city=4509884&q=street+lighting&quantity=5300")
    assert response["Content-Type"] == "application/pdf"
    name = 'inline; filename="brief-dayton-street-lighting.pdf"'
    assert response["Content-Disposition"] == name
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert document.docinfo["/Title"] == "Street lighting: what cities like Dayton did"


def test_letter_paper_is_had_for_the_asking(client):
    response = client.get("/brief.pdf?city=4509884&q=street+lighting&paper=letter")
    with pikepdf.open(io.BytesIO(response.content)) as document:
        assert [float(edge) for edge in document.pages[0].mediabox[2:]] == [612, 792]


def test_word_is_saved(client):
    response = client.get("/brief.docx?city=4509884&q=street+lighting")
    assert response["Content-Disposition"].startswith("attachment; ")
    document = docx.Document(io.BytesIO(response.content))
    assert document.core_properties.title == "Street lighting: what cities like Dayton did"


def test_a_file_that_cannot_be_made_leads_to_the_form_that_says_why(client):
    response = client.get("/brief.pdf?city=Springfield&q=flooding")
    assert response.status_code == 302
    assert response["Location"] == "/brief?city=Springfield&q=flooding"


def test_hidden_practices_stay_hidden_on_page_and_in_files(client):
    Practice.objects.filter(slug="detroit-relighting").update(visibility=Visibility.STAFF)
    assert "detroit-relighting" not in text_of(client.get(LIGHTS))
    words = docx.Document(
        io.BytesIO(client.get("/brief.docx?city=4509884&q=street+lighting").content)
    )
    told = "".join(words.element.itertext())
    assert "Relighting a bankrupt city" not in told
    assert "Detroit Free Press" not in told


def test_nothing_can_be_sent_to_the_brief(client):
    for path in ("/brief", "/brief.pdf", "/brief.docx"):
        assert client.post(path).status_code == 405


def test_the_number_of_queries_does_not_depend_on_the_answer(client):
    counts = []
    for question in ("street+lighting", "homelessness"):
        client.get(f"/brief?city=4509884&q={question}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/brief?city=4509884&q={question}")
        counts.append(len(queries))
    assert max(counts) <= 45
    assert abs(counts[0] - counts[1]) <= 3
