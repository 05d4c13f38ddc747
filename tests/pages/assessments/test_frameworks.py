"""Staff take in what is judged: an example to begin from, or a file of their own."""

import io
import json

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from decapolis.benchmarks.models import Framework
from decapolis.benchmarks.queries.frameworks import EXAMPLES, examples
from tests.factories import benchmarks, people
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.usefixtures("starter")
AT = "/staff/rankings/frameworks"
OWN = {"slug": "own", "name": "Ours", "criteria": [{"code": "a", "name": "A", "weight": 2.0}]}


@pytest.fixture
def client():
    return signed_in(people.staff())


def handed(content):
    return {"file": SimpleUploadedFile("own.json", content.encode())}


def test_an_example_is_taken_in_once_and_its_file_is_the_one_that_ships(client):
    assert "Begin from an example" in text_of(client.get("/staff/rankings"))
    assert "In the manner of ISO 37120" in text_of(client.get(AT))
    for path in EXAMPLES.glob("*.jsonl"):
        slug = json.loads(path.read_text())["slug"]
        assert client.get(f"{AT}/{slug}.jsonl").content == path.read_bytes()
        assert client.post(AT, {"example": slug}).status_code == 302
        assert client.get(f"{AT}/{slug}.jsonl").content == path.read_bytes()
        again = client.post(AT, {"example": slug})
        assert again.status_code == 422
        assert f"There is a framework {slug} already." in text_of(again)
    assert Framework.objects.filter(slug__startswith="example-").count() == len(examples()) == 2
    assert (
        'value="example-city-services" selected'
        in client.get("/staff/rankings/assess?framework=example-city-services").content.decode()
    )


def test_a_table_to_fill_in_becomes_an_index_when_it_is_filled_in(client):
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"{AT}/example-smart-sustainable.xlsx").content)
    )
    data = book["data"]
    header = [cell.value for cell in data[1]]
    for row, (code, name) in enumerate((("x", "One"), ("y", "Two"), ("z", "Three")), start=1):
        figures = [float(10 * row + at % 7) for at in range(len(header) - 4)]
        data.append([code, name, "", "", *figures])
    filled = io.BytesIO()
    book.save(filled)
    table = SimpleUploadedFile("filled.xlsx", filled.getvalue())
    made = client.post(
        "/staff/rankings/new", {"name": "Filled in", "visibility": "network", "table": table}
    )
    assert made.status_code == 302, text_of(made)
    told = text_of(client.get(made["Location"]))
    for words in ("No value is missing.", "How it comes out", "Fine dust in the air"):
        assert words in told, words


def test_a_file_of_ones_own_is_taken_in_or_refused_in_words(client):
    assert client.post(AT, handed(json.dumps(OWN))).status_code == 302
    assert json.loads(client.get(f"{AT}/own.jsonl").content) == OWN
    count = Framework.objects.count()
    for content, words in (
        ("", "This is not one framework in JSON."),
        ("[" * 100_000, "This is not one framework in JSON."),
        ("[]", "Write one framework as a JSON object"),
        (json.dumps(OWN | {"slug": "No Slug"}), "slug"),
        (json.dumps(OWN), "There is a framework own already."),
    ):
        shown = client.post(AT, handed(content))
        assert shown.status_code == 422, content[:20]
        assert words in text_of(shown), words
    assert client.post(AT, {"example": "none"}).status_code == 404
    assert Framework.objects.count() == count


def test_nobody_else_takes_anything_in(client):
    member = signed_in(people.person())
    assert member.get(AT).status_code == 404
    assert member.post(AT, {"example": "example-city-services"}).status_code == 404
    assert member.get(f"{AT}/{benchmarks.framework().slug}.jsonl").status_code == 404
    assert not Framework.objects.filter(slug="example-city-services").exists()
