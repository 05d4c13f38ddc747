"""A city's people and two reviewers give marks, and a third settles where they differ."""

import pytest

from decapolis.benchmarks.choices import Hand, State
from decapolis.benchmarks.models import Mark, Sheet
from tests.factories import benchmarks, hats, library, people
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return benchmarks.edition(state=State.ASSESSING)


@pytest.fixture
def dayton(edition):
    return benchmarks.entrant(edition)


@pytest.fixture
def speaker(dayton):
    return hats.speaker(dayton.city)


def at(entrant):
    return f"/assessments/{entrant.edition_id}/{entrant.code}"


def typed(edition, do="hand_in", **marks):
    """What a form sends: ``a="3"``, ``a_note="Because"``."""
    sent = {"do": do}
    for name, value in marks.items():
        code, _dash, part = name.partition("_")
        sent[f"c{benchmarks.leaf(edition, code).pk}-{part or 'value'}"] = value
    return sent


def current(entrant, hand):
    marks = Mark.objects.current().filter(entrant=entrant, hand=hand)
    return dict(marks.values_list("criterion__code", "value"))


def test_who_speaks_for_a_city_marks_it_with_proof(edition, dayton, speaker):
    document = library.document(title="Lighting plan", city=dayton.city)
    client = signed_in(speaker)
    shown = text_of(client.get(at(dayton)))
    assert "2 of 2 criteria lack a score." in shown
    assert "Lighting plan" in shown
    sent = typed(edition, a="3", a_document=document.slug, a_page="12", b="2", b_note="We counted.")
    told = text_of(client.post(at(dayton), sent, follow=True))
    assert "2 scores are saved." in told
    assert "All 2 criteria have a score." in told
    assert current(dayton, Hand.SELF) == {"a": 3.0, "b": 2.0}
    proof = Mark.objects.get(criterion__code="a").proofs.get()
    assert (proof.document, proof.page) == (document, "12")


def test_what_is_complete_is_saved_and_the_rest_is_kept_as_it_was_typed(edition, dayton, speaker):
    client = signed_in(speaker)
    sent = typed(edition, a="3", a_note="We counted.", b="much", b_note="Half a sentence")
    shown = client.post(at(dayton), sent)
    text = text_of(shown)
    assert shown.status_code == 422
    assert "1 score is saved." in text
    assert "is not a number" in text
    assert "Half a sentence" in text
    assert current(dayton, Hand.SELF) == {"a": 3.0}
    assert "Half a sentence" in text_of(client.get(at(dayton)))


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ({"a": "3"}, "Say why, or name a document or an address that shows it."),
        ({"a": "9", "a_note": "We are good."}, "give a mark from 0 to 4, not 9."),
        ({"a": "3", "a_url": "javascript:alert(1)"}, "Write a whole address"),
        ({"a": "3", "a_document": "of-nobody"}, "There is no document of-nobody"),
        ({"a": "drei", "a_note": "In words."}, "is not a number"),
        ({"a": "nan", "a_note": "None."}, "is not a number"),
        ({"a_note": "A note alone."}, "Give a score"),
    ],
)
def test_what_will_not_do_is_told_and_no_mark_is_written(edition, dayton, speaker, marks, words):
    shown = signed_in(speaker).post(at(dayton), typed(edition, **marks))
    assert shown.status_code == 422
    assert words in text_of(shown).replace("&#x27;", "'")
    assert not Mark.objects.exists()


def test_a_draft_saves_itself_and_nobody_else_reads_it(edition, dayton, speaker):
    client = signed_in(speaker)
    sent = typed(edition, "draft", a_note="Not yet sure.")
    saved = client.post(at(dayton), sent, headers={"Accept": "application/json"}).json()
    assert saved["url"] == at(dayton)
    assert "Not yet sure." in text_of(client.get(at(dayton)))
    assert not Mark.objects.exists()
    for other in (people.staff(), benchmarks.two_reviewers()[0], hats.speaker(dayton.city)):
        assert "Not yet sure." not in text_of(signed_in(other).get(at(dayton)))
    assert Sheet.objects.get().person == speaker


def test_reviewers_do_not_see_one_another_until_both_are_in(edition, dayton):
    ana, ben = benchmarks.two_reviewers()
    first, second = signed_in(ana), signed_in(ben)
    first.post(at(dayton), typed(edition, a="1", a_note="Ana saw nothing."))
    for other in (second, signed_in(people.staff())):
        assert "Ana saw nothing." not in text_of(other.get(at(dayton)))
    second.post(at(dayton), typed(edition, a="3", a_note="Ben saw a plan."))
    shown = text_of(second.get(at(dayton)))
    assert "Ana saw nothing." in shown
    assert "Both reviewers have given a score" in shown


def test_a_difference_is_settled_side_by_side_with_a_reason(edition, dayton):
    ana, ben = benchmarks.two_reviewers()
    for who, value in ((ana, "1"), (ben, "3")):
        signed_in(who).post(at(dayton), typed(edition, a=value, a_note=f"{who.name} says so."))
    edition.state = State.SETTLING
    edition.save()
    staff = signed_in(people.staff())
    overview = text_of(staff.get(f"/assessments/{edition.pk}"))
    assert "1 difference is to be settled." in overview
    assert "1 score was given by both reviewers, 0 alike." in overview
    shown = text_of(staff.get(at(dayton)))
    for words in ("Ana Díaz says so.", "Ben Okoye says so.", "1 score is to be settled."):
        assert words in shown, words
    leaf = benchmarks.leaf(edition)
    bare = staff.post(at(dayton), {"criterion": leaf.pk, f"c{leaf.pk}-value": "2"})
    assert bare.status_code == 422
    assert not current(dayton, Hand.SETTLED)
    sent = {
        "criterion": leaf.pk,
        f"c{leaf.pk}-value": "2",
        f"c{leaf.pk}-note": "Half of it is built.",
    }
    assert "Nothing is left to settle." in text_of(staff.post(at(dayton), sent, follow=True))
    assert current(dayton, Hand.SETTLED) == {"a": 2.0}


def test_one_of_both_does_not_settle(edition, dayton):
    ana, ben = benchmarks.two_reviewers()
    for who, value in ((ana, 1), (ben, 3)):
        hand = Hand.FIRST if who is ana else Hand.SECOND
        benchmarks.mark(dayton, "a", value, hand, by=who)
    edition.state = State.SETTLING
    edition.save()
    leaf = benchmarks.leaf(edition)
    sent = {"criterion": leaf.pk, f"c{leaf.pk}-value": "3", f"c{leaf.pk}-note": "Mine was right."}
    assert signed_in(ana).post(at(dayton), sent).status_code == 403
    assert not current(dayton, Hand.SETTLED)


def test_steps_are_offered_in_words(edition, dayton, speaker):
    leaf = benchmarks.leaf(edition)
    leaf.steps = [{"score": 0, "meaning": "Nothing yet."}, {"score": 4, "meaning": "All lit."}]
    leaf.save()
    shown = signed_in(speaker).get(at(dayton)).content.decode()
    assert "Nothing yet." in shown
    assert f'type="radio" name="c{leaf.pk}-value" value="4"' in shown


def test_an_assessment_is_found_by_who_works_on_it_alone(edition, dayton):
    assert signed_in(people.person()).get(f"/assessments/{edition.pk}").status_code == 404
    for who in (people.staff(), hats.speaker(dayton.city), benchmarks.two_reviewers()[0]):
        assert signed_in(who).get(f"/assessments/{edition.pk}").status_code == 200
