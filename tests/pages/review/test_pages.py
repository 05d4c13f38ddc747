import re

import pytest
from django.test import Client

from decapolis.library.actions import correct_practice
from decapolis.library.models import Adoption, Review, ReviewRequest
from tests.factories import cities, hats, library, people, reviews
from tests.factories.contributions import changed
from tests.factories.library import HIDDEN
from tests.factories.reviews import REASONS, adoption, checks_for, elsewhere

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>{{ 7*7 }} שלום 你好"


def of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def ana():
    return reviews.reviewer(name="Ana Díaz")


@pytest.fixture
def desk(ana):
    return of(ana)


@pytest.fixture
def paris():
    return cities.city("Paris", "FR", lat=48.86, lon=2.35)


def grade(of_level=2, **fields):
    checks = checks_for(of_level)
    return {"level": of_level, "version": 1, "reasons": REASONS, "checks": checks} | fields


def text(answer):
    return answer.content.decode()


def one_mark(page):
    """The one mark of evidence on the page of a practice: its label and what stands under it."""
    found = re.findall(r'<b>([^<]+)</b><span class="meter[^>]*aria-label="([^"]+)"', page)
    assert len(found) == 1
    return found[0]


# -- the mark


def test_a_practice_that_nobody_reviewed_says_so_with_its_own_results(client, lamps):
    page = text(client.get(f"/practices/{lamps.slug}"))
    assert one_mark(page) == ("Not reviewed", "Not reviewed")
    assert "Its own results: measured." in page
    assert "/review" not in page.replace(f"/practices/{lamps.slug}/adopt", "")


def test_a_practice_shows_one_mark_with_its_ground_and_reasons(desk, client, lamps):
    answer = desk.post(f"/practices/{lamps.slug}/review", grade(3))
    assert (answer.status_code, answer.url) == (302, f"/practices/{lamps.slug}")
    page = text(desk.get(answer.url))
    assert one_mark(page) == ("Compared", "Level 3 of 5: Compared")
    assert "Graded 3 of 5, compared, by Ana Díaz on" in page
    assert REASONS in page
    assert "Is it compared with a group or place that did without? Yes." in page
    assert "Ana Díaz" not in text(client.get(answer.url))


def test_what_was_changed_since_is_said_with_a_way_to_see_it(desk, lamps):
    reviews.review(lamps)
    record = changed(lamps, lessons=["Ask residents twice."])
    correct_practice(by=people.staff(), practice=lamps, record=record, base=1)
    page = text(desk.get(f"/practices/{lamps.slug}"))
    assert "Graded on an earlier version: 1, and this is 2. Changed since: What they would" in page
    assert f'href="/practices/{lamps.slug}/versions/1...2"' in page


def test_the_page_says_how_the_fifth_level_came_about(client, lamps):
    reviews.review(lamps)
    adoption(lamps, elsewhere("Paris"))
    page = text(client.get(f"/practices/{lamps.slug}"))
    assert one_mark(page)[0] == "Replicated elsewhere"
    assert "Replicated: Paris followed it and measured results." in page


# -- grading


def test_the_form_stands_beside_the_outcomes_with_claims_marked(desk, lamps):
    library.outcome(lamps, metric="price", is_claim=True)
    page = text(desk.get(f"/practices/{lamps.slug}/review"))
    assert "Use fell by half." in page
    assert page.count("does not count") == 1
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(ids)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"level": ""}, "Choose a level."),
        ({"level": "5"}, "Choose a level."),
        ({"level": "x"}, "Choose a level."),
        ({"reasons": ""}, "Say why, in a sentence at least."),
        ({"reasons": "Good."}, "Say why in a sentence at least"),
        ({"checks": []}, "This level needs a yes to"),
        ({"checks": ["nonsense"]}, "not one of the available choices"),
        ({"version": "7"}, "was changed while you read it"),
        ({"version": "9" * 40}, "was changed while you read it"),
        ({"reasons": "\0" * 40}, "Say why, in a sentence at least."),
    ],
)
def test_a_faulty_grade_is_told_and_what_was_typed_is_kept(desk, lamps, fields, said):
    kept = {"reasons": f"{REASONS} {HOSTILE}"}
    answer = desk.post(f"/practices/{lamps.slug}/review", grade(2, **kept | fields))
    assert answer.status_code == 422
    assert said in text(answer)
    if "reasons" not in fields:
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }} שלום 你好" in text(answer)
    assert not Review.objects.exists()


def test_who_is_told_of_another_version_grades_that_one(desk, lamps):
    page = text(desk.post(f"/practices/{lamps.slug}/review", grade(version=0)))
    assert 'name="version" value="1"' in page
    page = text(desk.post(f"/practices/{lamps.slug}/review", grade(version=0, reasons="")))
    assert 'name="version" value="0"' in page


def test_a_claim_alone_is_refused_above_the_first_level(desk):
    practice = library.practice()
    library.outcome(practice, is_claim=True)
    page = text(desk.get(f"/practices/{practice.slug}/review"))
    assert "All of it is claimed by a supplier." in page
    answer = desk.post(f"/practices/{practice.slug}/review", grade(2, version=0))
    assert "They never count as evidence" in text(answer)
    assert desk.post(f"/practices/{practice.slug}/review", grade(1, version=0)).status_code == 302


def test_who_has_a_stake_gets_no_form_and_no_button(lamps, dayton):
    person = reviews.reviewer()
    hats.hat(person, dayton)
    client = of(person)
    assert client.get(f"/practices/{lamps.slug}/review").status_code == 403
    assert client.post(f"/practices/{lamps.slug}/review", grade()).status_code == 403
    assert "Grade it" not in text(client.get(f"/practices/{lamps.slug}"))
    assert not Review.objects.exists()


def test_members_and_the_public_do_not_grade(client, lamps):
    assert client.post(f"/practices/{lamps.slug}/review", grade()).status_code == 302
    member = of(people.person())
    assert member.post(f"/practices/{lamps.slug}/review", grade()).status_code == 403
    assert not Review.objects.exists()


def test_a_review_is_withdrawn_on_the_page(desk, ana, lamps):
    made = reviews.review(lamps, by=ana)
    assert "Withdraw this review" in text(desk.get(f"/practices/{lamps.slug}"))
    answer = desk.post(f"/review/{made.pk}/withdraw", {"why": ""}, follow=True)
    assert "The review is withdrawn." in text(answer)
    assert "Not reviewed" in text(answer)


def test_staff_are_asked_why_they_withdraw(lamps, ana):
    made = reviews.review(lamps, by=ana)
    answer = of(people.staff()).post(f"/review/{made.pk}/withdraw", {}, follow=True)
    assert "Say why: it is a review of somebody else." in text(answer)
    made.refresh_from_db()
    assert made.withdrawn is None


def test_a_review_is_asked_for_on_the_page(lamps, dayton):
    client = of(hats.speaker(dayton))
    assert "Ask for a review" in text(client.get(f"/practices/{lamps.slug}"))
    answer = client.post(f"/practices/{lamps.slug}/review/ask", {"note": HOSTILE}, follow=True)
    assert "Reviewers see it first now." in text(answer)
    assert "A review is asked for." in text(answer)
    assert ReviewRequest.objects.get().note == HOSTILE
    again = client.post(f"/practices/{lamps.slug}/review/ask", {}, follow=True)
    assert "asked for already" in text(again)
    shown = text(of(reviews.reviewer()).get(f"/practices/{lamps.slug}/review"))
    assert "&lt;script&gt;alert(1)" in shown


# -- the queue


def test_the_queue_shows_what_was_asked_for_first(desk, lamps):
    library.practice(title="Newer")
    reviews.request(lamps)
    page = text(desk.get("/review"))
    assert page.index("LED street lights") < page.index("Newer")
    assert "Asked for on" in page
    assert "2 practices" in page


def test_the_queue_is_narrowed_by_theme_and_by_what_was_changed(desk, lamps):
    library.practice(title="Wet", themes=["water"])
    page = text(desk.get("/review?theme=water"))
    assert "Wet" in page
    assert "LED street lights" not in page
    assert "Nothing waits here." in text(desk.get("/review?show=behind&theme=energy"))
    odd = desk.get("/review", {"theme": "nonsense", "page": "²", "show": "\0"})
    assert "2 practices" in text(odd)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_takes_a_fixed_number_of_queries(desk, rows, django_assert_max_num_queries):
    for _ in range(rows):
        reviews.request(library.practice(city=cities.city("Town")))
    desk.get("/review")
    with django_assert_max_num_queries(17):
        assert text(desk.get("/review")).count("Asked for on") == rows


# -- adoptions


def followed(**fields):
    return {"changed": "Fewer lamps.", "gave": "Less light.", "year": "2019"} | fields


def test_a_city_says_that_it_followed_and_the_tree_shows_it(client, lamps, paris):
    marie = of(hats.speaker(paris, name="Marie"))
    url = f"/practices/{lamps.slug}/adopt"
    assert "Paris, France" in text(marie.get(url))
    answer = marie.post(url, followed(city=str(paris.pk)))
    assert (answer.status_code, answer.url) == (302, f"/practices/{lamps.slug}/adoptions")
    page = text(client.get(answer.url))
    assert "1 city followed this practice." in page
    assert "Done otherwise: Fewer lamps." in page
    assert "Marie" not in page
    assert "Withdraw" not in page
    assert "<svg" in page
    assert "Done otherwise: Fewer lamps." in text(client.get(f"/practices/{lamps.slug}"))
    made = Adoption.objects.get()
    taken = marie.post(f"/adoptions/{made.pk}/withdraw", follow=True)
    assert "It is withdrawn." in text(taken)
    assert "No city has told us" in text(taken)


def test_a_city_links_its_own_page(client, lamps, paris):
    mine = library.practice(city=paris, title="Lamps of Paris", result="Half the power.")
    library.outcome(mine)
    marie = of(hats.speaker(paris))
    assert "Lamps of Paris" in text(marie.get(f"/practices/{lamps.slug}/adopt"))
    told = {"city": str(paris.pk), "practice": mine.slug, "changed": HOSTILE}
    marie.post(f"/practices/{lamps.slug}/adopt", told)
    page = text(client.get(f"/practices/{mine.slug}"))
    assert f'This practice followed <a href="/practices/{lamps.slug}">LED street lights' in page
    tree = text(client.get(f"/practices/{mine.slug}/adoptions"))
    assert "this practice" in tree
    assert "Its own results are measured." in tree
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in tree


def test_staff_name_the_city_or_the_page(lamps, paris):
    mine = library.practice(city=paris)
    staff = of(people.staff())
    url = f"/practices/{lamps.slug}/adopt"
    assert staff.post(url, followed(city="Paris")).status_code == 302
    linked = followed(practice=f"https://decapolis.example/practices/{mine.slug}/")
    assert staff.post(url, linked).status_code == 302
    assert {one.practice for one in Adoption.objects.all()} == {None, mine}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"city": ""}, "Say which city followed."),
        ({"city": "Atlantis"}, "No city in the gazetteer"),
        ({"city": "Dayton"}, "Correct its page instead."),
        ({"practice": "of-nobody"}, "There is no practice of that address."),
        ({"changed": " "}, "Say what was done otherwise"),
        ({"gave": ""}, "Say what it gave"),
        ({"year": "soon"}, "Write a year"),
        ({"year": "1066"}, "Write a year from 1900"),
        ({"source": "javascript:alert(1)"}, "Write an address"),
    ],
)
def test_a_faulty_adoption_is_told_and_what_was_typed_is_kept(lamps, paris, fields, said):
    kept = followed(**{"city": "Paris", "changed": HOSTILE} | fields)
    answer = of(people.staff()).post(f"/practices/{lamps.slug}/adopt", kept)
    assert answer.status_code == 422
    assert said in text(answer)
    if "changed" not in fields:
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }} שלום 你好" in text(answer)
    assert not Adoption.objects.exists()


def test_who_speaks_for_no_other_city_is_told_what_to_do(lamps, dayton):
    for person in (people.person(), hats.speaker(dayton)):
        client = of(person)
        answer = client.get(f"/practices/{lamps.slug}/adopt")
        assert answer.status_code == 200
        assert "Put on the hat of your city first" in text(answer)
        assert client.post(f"/practices/{lamps.slug}/adopt", followed()).status_code == 403
    assert not Adoption.objects.exists()


def test_a_city_that_is_not_theirs_is_no_choice(lamps, paris):
    lyon = cities.city("Lyon", "FR")
    marie = of(hats.speaker(paris))
    answer = marie.post(f"/practices/{lamps.slug}/adopt", followed(city=str(lyon.pk)))
    assert answer.status_code == 422
    other = library.practice(city=lyon)
    linked = followed(city=str(paris.pk), practice=other.slug)
    assert marie.post(f"/practices/{lamps.slug}/adopt", linked).status_code == 422
    assert not Adoption.objects.exists()


def test_what_may_not_be_seen_is_neither_shown_nor_counted(client, lamps):
    adoption(lamps, elsewhere("Secretville", **HIDDEN))
    for address in (f"/practices/{lamps.slug}", f"/practices/{lamps.slug}/adoptions"):
        page = text(client.get(address))
        assert "Secretville" not in page
        assert "followed this practice" not in page.replace("that it followed this practice", "")
        assert "Secretville" in text(of(people.person()).get(address))


def test_nobody_takes_back_what_is_not_theirs(lamps):
    made = adoption(lamps)
    assert of(people.person()).post(f"/adoptions/{made.pk}/withdraw").status_code == 403
    hidden = adoption(lamps, elsewhere(visibility="staff"))
    assert of(people.person()).post(f"/adoptions/{hidden.pk}/withdraw").status_code == 404
    assert Adoption.objects.standing().count() == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_a_tree_takes_a_fixed_number_of_queries(client, lamps, rows, django_assert_max_num_queries):
    for number in range(rows):
        adoption(lamps, elsewhere(f"City {number}"))
    client.get(f"/practices/{lamps.slug}/adoptions")
    with django_assert_max_num_queries(4):
        client.get(f"/practices/{lamps.slug}/adoptions")


# -- the scale


def test_the_scale_says_what_each_level_asks_and_what_never_counts(client):
    page = text(client.get("/about/evidence"))
    for words in (
        "1. Described",
        "5. Replicated elsewhere",
        "What never counts",
        "A figure without one from before",
    ):
        assert words in page
    assert "/about/evidence" in text(client.get("/about/method"))
