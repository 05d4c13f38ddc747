"""A city replies to its published scores, with proof."""

import pytest

from decapolis.benchmarks.models import Reply
from decapolis.notices.models import Notice
from tests.factories import benchmarks, hats, library, people
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dayton():
    return benchmarks.entrant(benchmarks.published())


def at(entrant):
    return f"{entrant.edition.path}/{entrant.code}/reply"


def test_a_city_replies_with_proof_and_staff_are_told(dayton):
    staff, speaker = people.staff(), hats.speaker(dayton.city)
    document = library.document(title="Lighting plan", city=dayton.city)
    client = signed_in(speaker)
    assert "A: 3" in text_of(client.get(at(dayton)))
    sent = {"criterion": "a", "text": "The plan was adopted in May.", "wants": "4",
            "document": document.slug, "page": "12"}  # fmt: skip
    made = client.post(at(dayton), sent)
    assert made["Location"] == f"{dayton.edition.path}/{dayton.code}"
    reply = Reply.objects.get()
    assert (reply.wants, reply.document, reply.by) == (4.0, document, speaker)
    assert Notice.objects.get(person=staff).url == f"/staff/rankings/replies/{reply.pk}"
    assert "The plan was adopted in May." in text_of(client.get(at(dayton)))
    assert "1 city waits for an answer" in text_of(signed_in(staff).get("/desk"))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"text": "The plan was adopted in May.", "wants": "4"}, "Name a document or an address"),
        ({"text": "The plan was adopted in May.", "wants": "9", "url": "https://a.example"},
         "is not on the scale"),
        ({"text": "no"}, "Say why, in a sentence."),
        ({"text": "The plan was adopted.", "wants": "much"}, "Enter a number."),
        ({"criterion": "zzz", "text": "The plan was adopted."}, "Select a valid choice."),
    ],
)  # fmt: skip
def test_what_will_not_do_is_told_and_nothing_is_written(dayton, sent, words):
    shown = signed_in(hats.speaker(dayton.city)).post(at(dayton), {"criterion": "a"} | sent)
    assert shown.status_code == 422
    assert words in text_of(shown)
    assert not Reply.objects.exists()


def test_who_does_not_speak_for_the_city_is_told_so(dayton):
    client = signed_in(people.person())
    assert "Only who speaks for Dayton can reply for it." in text_of(client.get(at(dayton)))
    sent = {"criterion": "a", "text": "The plan was adopted in May."}
    assert client.post(at(dayton), sent).status_code == 403
    assert not Reply.objects.exists()


def test_the_desk_tells_what_is_to_be_marked():
    edition = benchmarks.edition(state="assessing")
    entrant = benchmarks.entrant(edition)
    shown = text_of(signed_in(hats.speaker(entrant.city)).get("/desk"))
    assert "Mark Dayton" in shown
    assert "0 of 2 criteria have your score." in shown
    reviewer = text_of(signed_in(benchmarks.two_reviewers()[0]).get("/desk"))
    assert f"/assessments/{edition.pk}" in reviewer
