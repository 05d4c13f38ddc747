"""A city's people and two reviewers give marks, and a third settles where they differ."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from decapolis.benchmarks.choices import Hand, State
from decapolis.benchmarks.models import Mark, Sheet
from tests.factories import benchmarks, cities, hats, library, people
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


def test_a_score_has_several_proofs_and_another_line_is_had_without_scripts(
    edition, dayton, speaker
):
    client, leaf = signed_in(speaker), benchmarks.leaf(edition)
    first = typed(edition, a="3", a_url="https://dayton.example/plan")
    more = client.post(at(dayton), first | {"more": leaf.pk})
    assert more["Location"] == f"{at(dayton)}?more={leaf.pk}#c{leaf.pk}"
    shown = client.get(more["Location"]).content.decode()
    assert "https://dayton.example/plan" in shown
    assert f'name="c{leaf.pk}-url-2"' in shown
    assert not Mark.objects.exists()
    second = {f"c{leaf.pk}-url-2": "https://dayton.example/lamps", f"c{leaf.pk}-page-2": "7"}
    client.post(at(dayton), first | second)
    proofs = Mark.objects.get().proofs.values_list("url", "page")
    assert list(proofs) == [
        ("https://dayton.example/plan", ""), ("https://dayton.example/lamps", "7"),
    ]  # fmt: skip
    again = client.get(at(dayton)).content.decode()
    assert f'name="c{leaf.pk}-url-2" value="https://dayton.example/lamps"' in again
    alone = client.post(at(dayton), first | {f"c{leaf.pk}-page-2": "7"})
    assert alone.status_code == 422
    assert Mark.objects.current().get().proofs.count() == 2


def test_a_wrong_address_is_told_at_its_own_criterion(edition, dayton, speaker):
    sent = typed(edition, a="3", a_note="We counted.", b="2", b_url="dayton.example")
    shown = text_of(signed_in(speaker).post(at(dayton), sent))
    assert "1 score is saved." in shown
    assert "B: Write a whole address" in shown
    assert current(dayton, Hand.SELF) == {"a": 3.0}


@pytest.fixture
def read_once(edition, dayton):
    """Marks of one reviewer alone, when the marking is closed."""
    ana, _ben = benchmarks.two_reviewers()
    for code, value in (("a", 1), ("b", 3)):
        benchmarks.mark(dayton, code, value, Hand.FIRST, by=ana, note="Ana read the plan.")
        benchmarks.mark(benchmarks.entrant(edition, "Toledo"), code, value - 1)
    edition.state = State.SETTLING
    edition.save()
    return ana


def test_where_one_reader_is_to_be_had_staff_let_those_scores_count_with_a_reason(
    edition, dayton, read_once
):
    client = signed_in(people.staff())
    assert "2 scores have one reviewer only." in text_of(client.get(f"/assessments/{edition.pk}"))
    assert "Ana read the plan." not in text_of(client.get(at(dayton)))
    short = client.post(at(dayton), {"do": "one_reader", "why": "So."})
    assert short.status_code == 422
    assert "Say why, in a sentence." in text_of(short)
    assert not current(dayton, Hand.SETTLED)
    sent = {"do": "one_reader", "why": "Nobody else reads Basque."}
    shown = text_of(client.post(at(dayton), sent, follow=True))
    for words in ("2 scores count as one reviewer gave them.", "Ana read the plan.",
                  "One reader only", "Nobody else reads Basque."):  # fmt: skip
        assert words in shown, words
    assert current(dayton, Hand.SETTLED) == {"a": 1.0, "b": 3.0}
    overview = text_of(client.get(f"/assessments/{edition.pk}"))
    assert "Dayton was read by one reviewer only" in overview
    assert "alpha" not in overview
    client.post(f"/staff/rankings/{edition.pk}", {"do": "publish"})
    told = Client().get(f"/api/v1{edition.path}").json()
    assert told["agreement"]["one_reader"] == [
        {"code": dayton.code, "why": "Nobody else reads Basque."}
    ]
    assert told["agreement"]["interval"]["alpha"] is None
    assert [one["city"]["one_reader"] for one in told["places"]] == [
        "Nobody else reads Basque.",
        "",
    ]
    assert "Dayton was read by one reviewer only" in text_of(Client().get(f"{edition.path}/method"))


def test_who_read_alone_is_of_the_city_or_not_of_staff_does_not_decide_it(
    edition, dayton, read_once, speaker
):
    of_the_city = hats.speaker(dayton.city)
    for person in (read_once, of_the_city):
        person.is_staff = True
        person.save()
    sent = {"do": "one_reader", "why": "Nobody else reads Basque."}
    for person in (read_once, of_the_city, speaker, benchmarks.two_reviewers()[1]):
        assert signed_in(person).post(at(dayton), sent).status_code == 403
    edition.state = State.ASSESSING
    edition.save()
    assert signed_in(people.staff()).post(at(dayton), sent).status_code == 403
    assert not current(dayton, Hand.SETTLED)
    dayton.refresh_from_db()
    assert dayton.one_reader == ""


def test_the_history_of_a_mark_tells_who_gave_what_when_and_what_replaced_it(
    edition, dayton, speaker
):
    client, leaf = signed_in(speaker), benchmarks.leaf(edition)
    client.post(at(dayton), typed(edition, a="2", a_note="At first we counted two."))
    client.post(at(dayton), typed(edition, a="3", a_url="https://dayton.example/plan"))
    path = f"{edition.path}/{dayton.code}/marks/{leaf.pk}"
    assert f'href="{path}"' in client.get(at(dayton)).content.decode()
    shown = text_of(client.get(path))
    for words in ("At first we counted two.", "by 3.", "https://dayton.example/plan",
                  "It stands.", speaker.name):  # fmt: skip
        assert words in shown, words
    ana, ben = map(signed_in, benchmarks.two_reviewers())
    ana.post(at(dayton), typed(edition, a="1", a_note="Ana saw nothing."))
    ana.post(at(dayton), typed(edition, a="0", a_note="Ana looked again."))
    for other in (ben, client, signed_in(people.staff())):
        assert "Ana" not in text_of(other.get(path))
    assert "Ana saw nothing." in text_of(ana.get(path))
    ben.post(at(dayton), typed(edition, a="4", a_note="Ben saw a plan."))
    assert "Ana looked again." in text_of(client.get(path))
    assert "Ana saw nothing." not in text_of(client.get(path))
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("state", [State.ASSESSING, State.SETTLING, State.PUBLISHED])
@pytest.mark.parametrize("who", ["staff", "reviewer", "speaker"])
def test_the_overview_asks_as_often_for_three_cities_as_for_one(state, who):
    def asked(number):
        taking_part = [cities.city(f"{who} {state} {number} {at}") for at in range(number)]
        edition = benchmarks.edition(None, *taking_part, state=state)
        reader = {
            "staff": people.staff, "reviewer": lambda: benchmarks.two_reviewers()[0],
            "speaker": lambda: hats.speaker(taking_part[0]),
        }[who]()  # fmt: skip
        for city in taking_part:
            entrant = benchmarks.entrant(edition, city.name)
            benchmarks.mark(entrant, "a", 1, Hand.FIRST)
            benchmarks.mark(entrant, "b", 1, Hand.FIRST)
            benchmarks.mark(entrant, "b", 2, Hand.SECOND)
        client = signed_in(reader)
        client.get(f"/assessments/{edition.pk}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/assessments/{edition.pk}").status_code == 200
        return len(queries)

    assert asked(1) == asked(3) <= 35


def test_lists_of_staff_ask_as_often_for_three_editions_as_for_one():
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/staff/rankings")
            client.get("/staff/rankings/frameworks")
            client.get(f"/staff/rankings/{edition.pk}")
        return len(queries)

    client, edition = signed_in(people.staff()), benchmarks.published()
    benchmarks.reply(benchmarks.entrant(edition))
    asked()
    before = asked()
    for _more in range(2):
        other = benchmarks.published(None, *(cities.city(f"Town {at}") for at in range(3)))
        benchmarks.reply(benchmarks.entrant(other, "Town 0"))
    assert asked() == before <= 70
