"""Network staff make rankings: from a spreadsheet, or by an assessment."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from decapolis.benchmarks.choices import ReplyState, State
from decapolis.benchmarks.models import Edition, Framework, Mark, Reply, Run
from tests.factories import benchmarks, cities, people
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.django_db
DESK = "/staff/rankings"
TABLE = """uCode,uName,country,Parks,Noise
d,Dayton,US,12.5,60
t,Toledo,US,8,55
x,Atlantis,US,3,
"""


@pytest.fixture
def staff():
    return people.staff(name="Sam")


@pytest.fixture
def here():
    return cities.city("Dayton"), cities.city("Toledo")


def handed(content=TABLE, name="green.csv", **fields):
    values = {"name": "Green index", "year": "2026", "visibility": "network", **fields}
    return values | {"table": SimpleUploadedFile(name, content.encode())}


def draft(client):
    made = client.post(f"{DESK}/new", handed())
    assert made.status_code == 302, text_of(made)
    return made["Location"]


def test_a_spreadsheet_becomes_a_draft_that_staff_look_at_and_publish(staff, here):
    client = signed_in(staff)
    at = draft(client)
    shown = text_of(client.get(at))
    for words in (
        "The table is taken in, as a draft.",
        "2 of 3 rows are cities of the gazetteer.",
        "Not found there: Atlantis.",
        "1 of 6 values is missing.",
        "Being prepared",
        "How it comes out",
    ):
        assert words in shown, words
    edition = Edition.objects.get()
    assert f'href="{edition.path}"' in client.get(at).content.decode()
    published = client.post(at, {"do": "publish"}, follow=True)
    assert "Published. The cities are told." in text_of(published)
    assert Edition.objects.get().state == State.PUBLISHED
    assert "Green index, 2026" in text_of(client.get(DESK))


def test_nobody_but_staff_sees_the_draft(staff, here):
    at = draft(signed_in(staff))
    member = signed_in(people.person())
    assert member.get(at).status_code == 404
    assert member.get(Edition.objects.get().path).status_code == 404


def test_wrong_cells_are_told_by_line_and_column_and_nothing_is_taken_in(staff, here):
    client = signed_in(staff)
    wrong = TABLE.replace("8,55", 'n/a,"5,5"')
    shown = client.post(f"{DESK}/new", handed(wrong))
    text = text_of(shown)
    assert shown.status_code == 422
    assert "What to mend, by line and column" in text
    assert "Write 5.5 with a point." in text
    assert 'value="Green index"' in shown.content.decode()
    assert not Edition.objects.exists()
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("", "empty.csv"),
        ("\0\0\0", "nothing.csv"),
        ("uCode", "head.csv"),
        ("no zip", "book.xlsx"),
        ("a", "picture.png"),
        ("uCode,uName,Ü\n北,北京,x\n", "north.csv"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_reason(staff, content, name):
    shown = signed_in(staff).post(f"{DESK}/new", handed(content, name))
    assert shown.status_code == 422
    assert 'class="fault"' in shown.content.decode() or "id_table" in shown.content.decode()
    assert not Edition.objects.exists()


def test_a_draft_is_thrown_away_with_all_that_was_made_of_it(staff, here):
    client = signed_in(staff)
    at = draft(client)
    assert client.post(at, {"do": "discard"})["Location"] == DESK
    assert not Edition.objects.exists()
    assert not Mark.objects.exists()
    assert not Framework.objects.exists()


def test_a_published_edition_is_not_thrown_away(staff):
    made = benchmarks.published()
    shown = signed_in(staff).post(f"{DESK}/{made.pk}", {"do": "discard"})
    assert shown.status_code == 422
    assert Edition.objects.filter(pk=made.pk).exists()


def test_a_published_edition_is_checked_again_and_withdrawn_with_a_reason(staff):
    made = benchmarks.published()
    client, at = signed_in(staff), f"{DESK}/{made.pk}"
    told = text_of(client.post(at, {"do": "check"}, follow=True))
    assert "Made again from its recipe, the index is the same." in told
    short = client.post(at, {"do": "withdraw", "why": ""})
    assert short.status_code == 422
    assert "Say why, in a sentence." in text_of(short)
    client.post(at, {"do": "withdraw", "why": "Two columns were swapped in the table."})
    assert Edition.objects.get(pk=made.pk).state == State.WITHDRAWN


def test_an_assessment_is_formed_opened_and_closed(staff, here):
    framework = benchmarks.framework()
    client = signed_in(staff)
    values = {
        "framework": framework.slug, "name": "Spring 2026", "year": "2026",
        "cities": "Dayton\nToledo\n", "visibility": "network",
    }  # fmt: skip
    unknown = client.post(f"{DESK}/assess", values | {"cities": "Dayton\nAtlantis"})
    assert unknown.status_code == 422
    assert "Atlantis:" in text_of(unknown)
    assert not Edition.objects.exists()
    at = client.post(f"{DESK}/assess", values)["Location"]
    for do, state in (("open", State.ASSESSING), ("close", State.SETTLING)):
        client.post(at, {"do": do})
        assert Edition.objects.get().state == state
    assert "Publish when nothing is left to settle." in text_of(client.get(at))


def test_staff_uphold_a_reply_and_the_index_is_made_anew(staff):
    made = benchmarks.published()
    reply = benchmarks.reply(benchmarks.entrant(made))
    before = Run.objects.current().get(edition=made).pk
    client, at = signed_in(staff), f"{DESK}/replies/{reply.pk}"
    assert "We have a plan." in text_of(client.get(DESK))
    shown = text_of(client.get(at))
    assert "The score now" in shown
    none = client.post(at, {"decision": "uphold", "text": ""})
    assert none.status_code == 422
    answered = client.post(at, {"decision": "uphold", "text": "The plan of 2024 shows it."})
    assert answered["Location"] == DESK
    assert Reply.objects.get().state == ReplyState.UPHELD
    assert Run.objects.current().get(edition=made).pk != before
    assert "The plan of 2024 shows it." in text_of(client.get(at))
