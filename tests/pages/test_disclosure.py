"""Who may read a practice: its page, its preview, its undo, and what its readers see of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.library.actions import disclose
from decapolis.library.choices import Disclosure
from decapolis.library.models import Draft, Practice, Review, ReviewRequest, Suggestion
from decapolis.notices.models import Notice
from tests.factories import cities, hats, people, reviews
from tests.factories.contributions import loaded, values
from tests.pages.contribute.test_pages import form_of
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return hats.speaker(cities.city("Dayton"), name="Ana Díaz")


@pytest.fixture
def ben():
    return people.person(name="Ben")


@pytest.fixture
def lamps(ana):
    return loaded(title="Dayton's lamps", problem="In Dayton 14,302 lamps were old.")


def address(practice, room="/readers"):
    return f"/practices/{practice.slug}{room}"


def written(**changes):
    """What a browser sends of a new practice that is handed in."""
    return form_of(values(), do="hand_in", base="0", **changes)


def close(practice, by, level, circle=None):
    disclose(by=by, practice=practice, level=level, circle=circle)
    practice.refresh_from_db()


def send(client, practice, **sent):
    return client.post(address(practice), {"base": practice.version, **sent})


def test_its_team_sees_the_levels_and_who_reads_then(lamps, ana, ben):
    people.circle(ana, ben, name="Night mayors", slug="night")
    shown = text_of(signed_in(ana).get(address(lamps)))
    for words in (
        "Only whoever speaks for Dayton reads it: 1 person. Network staff do not.",
        "The 2 members of the network read it. The public does not.",
        "Night mayors: 2 people",
        "Everyone can read it now.",
        "Read it as a neighbour would.",
    ):
        assert words in shown, words


def test_staff_choose_among_the_open_levels_alone(lamps):
    shown = text_of(signed_in(people.staff()).get(address(lamps)))
    assert 'value="staff"' in shown
    for level in ("nameless", "circle", "team"):
        assert f'value="{level}"' not in shown
    client = signed_in(people.staff())
    assert send(client, lamps, level="team").status_code == 422
    assert Practice.objects.get(pk=lamps.pk).visibility == "public"


def test_a_practice_is_closed_and_the_change_is_taken_back(lamps, ana):
    client = signed_in(ana)
    done = send(client, lamps, level="team")
    assert (done.status_code, done["Location"]) == (302, f"{address(lamps)}?was=public")
    shown = text_of(client.get(done["Location"]))
    assert "Now only your team reads it." in shown
    assert "Change back" in shown
    lamps.refresh_from_db()
    assert lamps.visibility == "team"
    back = send(client, lamps, level="public", circle="", read="yes")
    assert back["Location"] == f"{address(lamps)}?was=team"
    assert Practice.objects.get(pk=lamps.pk).visibility == "public"


def test_who_changed_it_to_a_circle_and_back_again_gets_the_same_circle(lamps, ana):
    people.circle(ana, slug="night", name="Night mayors")
    client = signed_in(ana)
    send(client, lamps, level="circle", circle="night")
    lamps.refresh_from_db()
    done = send(client, lamps, level="team")
    assert done["Location"].endswith("?was=circle&of=night")
    shown = text_of(client.get(done["Location"]))
    assert '<input type="hidden" name="circle" value="night">' in shown


def test_without_our_name_asks_to_read_first_what_members_will_read(lamps, ana):
    client = signed_in(ana)
    shown = text_of(client.get(address(lamps)))
    assert "What members will read without your name" in shown
    preview = shown[shown.index('class="retold"') : shown.index("What was left out")]
    for word in ("Dayton", "14,302", "2017"):
        assert word not in preview, word
    assert "Dayton" in shown[shown.index("What was left out") :]
    refused = send(client, lamps, level="nameless")
    assert refused.status_code == 422
    assert "Read what members will read, and say that you have." in text_of(refused)
    moved = client.post(
        address(lamps), {"base": lamps.version - 1, "level": "nameless", "read": "yes"}
    )
    assert moved.status_code == 422
    assert "changed while this page lay open" in text_of(moved)
    assert not Practice.objects.exclude(retells=None).exists()
    assert send(client, lamps, level="nameless", read="yes").status_code == 302
    assert Practice.objects.get(retells=lamps).visibility == "network"


@pytest.mark.parametrize("sent", [{}, {"level": "x"}, {"level": "circle"}, {"level": "staff"}])
def test_what_makes_no_sense_is_told_and_changes_nothing(lamps, ana, sent):
    people.circle(people.person(), slug="theirs")
    answer = send(signed_in(ana), lamps, **sent)
    assert answer.status_code == 422
    assert "Choose" in text_of(answer)
    answer = send(signed_in(ana), lamps, level="circle", circle="theirs")
    assert answer.status_code == 422
    assert Practice.objects.get(pk=lamps.pk).version == lamps.version


def test_others_have_no_such_page(lamps, ana, ben):
    assert signed_in(ben).get(address(lamps)).status_code == 403
    assert send(signed_in(ben), lamps, level="network").status_code == 403
    close(lamps, ana, Disclosure.TEAM)
    for other in (ben, people.staff()):
        assert signed_in(other).get(address(lamps)).status_code == 404
    assert Practice.objects.get(pk=lamps.pk).visibility == "team"


# -- the page of the practice


def test_a_closed_practice_says_who_reads_it_and_offers_nothing_else(lamps, ana):
    close(lamps, ana, Disclosure.TEAM)
    shown = text_of(signed_in(ana).get(address(lamps, "")))
    for words in ("Only your team reads this", "whoever speaks for Dayton", "Change who reads it"):
        assert words in shown, words
    for words in ("Whom to call", "Grade it", "Ask for a review", "We did this too", "Adopted by"):
        assert words not in shown, words
    assert "Correct this" in shown
    assert "/versions" in shown


def test_its_circle_reads_it_without_its_versions(lamps, ana, ben):
    close(lamps, ana, Disclosure.CIRCLE, people.circle(ana, ben, name="Night mayors"))
    client = signed_in(ben)
    shown = text_of(client.get(address(lamps, "")))
    assert "Open to the circle “Night mayors” alone" in shown
    for words in ("/versions", "/edit", "/readers", "Suggest a change"):
        assert words not in shown, words
    for room, status in (("/versions", 404), ("/versions/1...2", 404), ("/edit", 403)):
        assert client.get(address(lamps, room)).status_code == status, room
    circle = Practice.objects.get(pk=lamps.pk).circle
    circle.closed = "2026-01-01T00:00Z"
    circle.save()
    assert client.get(address(lamps, "")).status_code == 404
    assert "nobody reads by it" in text_of(signed_in(ana).get(address(lamps, "")))


def test_what_was_kept_of_a_public_page_is_not_shown_when_it_is_closed(lamps, ana, ben):
    client = signed_in(ben)
    assert client.get(address(lamps, "")).status_code == 200
    close(lamps, ana, Disclosure.TEAM)
    assert client.get(address(lamps, "")).status_code == 404
    assert signed_in(ana).get(address(lamps, "")).status_code == 200
    assert client.get(address(lamps, "")).status_code == 404


def test_a_retelling_reads_as_a_page_of_its_own(lamps, ana, ben):
    close(lamps, ana, Disclosure.NAMELESS)
    retold = Practice.objects.get(retells=lamps)
    shown = text_of(signed_in(ben).get(address(retold, "")))
    for words in ("A city of the network tells this without its name", "Cost, rounded", "about $"):
        assert words in shown, words
    for words in (
        *("Whom to call", "Sources", "Versions", "Evidence", "Years", "Who paid", "Adopted by"),
        *("Dayton", "Ohio", lamps.slug, "/edit", "/cities/"),
    ):
        main = shown[shown.index("<main") : shown.index("</main")]
        assert words not in main, words
    own = text_of(signed_in(ana).get(address(lamps, "")))
    assert f'href="/practices/{retold.slug}"' in own
    assert lamps.slug not in text_of(signed_in(ana).get(address(retold, "")))


def test_a_list_tells_a_retelling_by_its_words(lamps, ana, ben):
    close(lamps, ana, Disclosure.NAMELESS)
    shown = text_of(signed_in(ben).get("/practices/"))
    assert "Told without its name" in shown
    assert "A city of" in shown
    assert "Dayton" not in shown[shown.index("<main") : shown.index("</main")]
    csv = b"".join(signed_in(ben).get("/find.csv?kind=practice").streaming_content).decode()
    assert "Told without its name" in csv
    assert "Dayton" not in csv


# -- around it


def test_nobody_asks_reviewers_to_look_at_what_is_closed(lamps, ana):
    reviews.reviewer()
    close(lamps, ana, Disclosure.TEAM)
    before = Notice.objects.count()
    assert signed_in(ana).post(address(lamps, "/review/ask")).status_code == 403
    assert not ReviewRequest.objects.exists()
    assert not Review.objects.exists()
    assert Notice.objects.count() == before


def test_a_new_practice_begins_closer_where_its_writer_says_so(ana):
    client = signed_in(ana)
    shown = text_of(client.get("/contribute/new"))
    assert "Only our team for now" in shown
    answer = client.post("/contribute/new", written(visibility="team"))
    assert answer.status_code == 302
    made = Practice.objects.get()
    assert made.visibility == "team"
    assert "Only your team reads this" in text_of(client.get(answer["Location"]))


def test_what_is_proposed_is_for_everyone_and_never_silently_so(ana, ben):
    shown = text_of(signed_in(ben).get("/contribute/new"))
    assert "Only our team for now" not in shown
    assert "What you propose is for everyone" in shown
    cities.city("Lyon", "FR")
    sent = written(visibility="team", city="Lyon", country="FR", region="")
    answer = signed_in(ana).post("/contribute/new", sent)
    assert answer.status_code == 422
    assert "a proposal is for everyone" in text_of(answer)
    assert not Suggestion.objects.exists()
    assert not Practice.objects.exists()
    assert Draft.objects.get().record["visibility"] == "team"


def test_my_desk_lists_what_is_closed_to_others(lamps, ana, ben):
    for one in (ana, ben):
        assert "Closed to others" not in text_of(signed_in(one).get("/desk"))
    close(lamps, ana, Disclosure.CIRCLE, people.circle(ana, ben, name="Night mayors"))
    shown = text_of(signed_in(ana).get("/desk"))
    assert "Dayton. Your team and the circle “Night mayors” read it." in shown
    shown = text_of(signed_in(ben).get("/desk"))
    assert "Dayton. Open to the circle “Night mayors”." in shown
    assert address(lamps, "") in shown
    assert "Closed to others" not in text_of(signed_in(people.staff()).get("/desk"))


def test_the_desk_asks_as_often_for_one_closed_practice_as_for_three(lamps, ana):
    client, counts = signed_in(ana), []
    for practices in ([lamps], [loaded(), loaded()]):
        for one in practices:
            close(one, ana, Disclosure.TEAM)
        client.get("/desk")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
