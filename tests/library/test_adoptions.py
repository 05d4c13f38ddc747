import pytest

from decapolis.audit.models import AuditEntry
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Forbidden
from decapolis.library.actions import Followed, adopt, withdraw_adoption
from decapolis.library.choices import OutcomeKind, Status, Went
from decapolis.library.errors import (
    AdoptionFaulty,
    AlreadyAdopted,
    AlreadyWithdrawn,
    NotAnAdoption,
    RunsInCircle,
)
from decapolis.library.models import Adoption, Practice
from decapolis.library.queries.adoptions import (
    adoption_to_read,
    came_from,
    lineage_of,
    own_practices,
    replications_of,
)
from decapolis.library.queries.reviews import grade_of
from decapolis.notices.models import Notice
from tests.factories import cities, hats, library, people, reviews
from tests.factories.library import HIDDEN
from tests.factories.reviews import adoption, elsewhere

pytestmark = pytest.mark.django_db
TOLD = Followed("Fewer lamps.", "Less light.", 2019, "https://paris.example/lamps")


@pytest.fixture
def lamps(dayton):
    return library.practice(city=dayton, title="Lamps of Dayton")


@pytest.fixture
def paris():
    return cities.city("Paris", "FR")


@pytest.fixture
def marie(paris):
    return hats.speaker(paris, name="Marie")


def nothing_was_written():
    return not Adoption.objects.exists() and not AuditEntry.objects.exists()


def shape(branch):
    """The tree as nested titles."""
    return (branch.title, [shape(one) for one in branch.branches])


# -- recording


def test_a_city_without_a_page_tells_year_change_and_what_it_gave(lamps, paris, marie):
    adopt(by=marie, origin=lamps, city=paris, told=TOLD)
    (tree,) = lineage_of(lamps, reader=people.person()).trees
    (branch,) = tree.branches
    facts = branch.adoption
    assert (branch.title, branch.slug, facts.year, facts.by) == ("Paris", "", 2019, "Marie")
    assert (facts.changed, facts.gave, facts.source) == (TOLD.changed, TOLD.gave, TOLD.source)
    assert not facts.is_measured
    assert lineage_of(lamps, reader=None).trees[0].branches[0].adoption.by == ""


def test_a_city_with_a_page_links_it(lamps, paris, marie):
    mine = library.practice(city=paris, title="Lamps of Paris", result="Half the power.")
    library.outcome(mine)
    adopt(by=marie, origin=lamps, city=paris, told=Followed("Nothing."), practice=mine)
    lineage = lineage_of(mine, reader=None)
    assert shape(lineage.trees[0]) == ("Lamps of Dayton", [("Lamps of Paris", [])])
    assert [one.slug for one in lineage.followed] == [lamps.slug]
    facts = lineage.trees[0].branches[0].adoption
    assert (facts.is_measured, facts.result) == (True, "Half the power.")


def test_the_act_is_in_the_log_of_both_and_the_people_of_the_origin_are_told(
    lamps, dayton, paris, marie
):
    mayor = hats.speaker(dayton)
    adopt(by=marie, origin=lamps, city=paris, told=TOLD)
    entry = AuditEntry.objects.get()
    assert entry.act == "library.adoption_recorded"
    assert entry.after["city"] == "Paris, France"
    bodies = set(entry.concerns.filter(kind="cities.city").values_list("key", flat=True))
    assert bodies == {str(dayton.pk), str(paris.pk)}
    notice = Notice.objects.get()
    assert (notice.person, notice.title) == (mayor, "Paris followed “Lamps of Dayton”")
    assert notice.url == f"/practices/{lamps.slug}/adoptions"


def test_who_may_not_see_the_page_that_follows_is_not_told_of_it(lamps, dayton, paris):
    hats.speaker(dayton)
    hidden = library.practice(city=paris, visibility="staff", title="Secret")
    staff = people.staff()
    adopt(by=staff, origin=lamps, city=paris, told=Followed("Nothing."), practice=hidden)
    assert not Notice.objects.exists()
    assert not AuditEntry.objects.get().concerns.filter(kind="cities.city").exists()


# -- refusals: nothing is written


def test_only_who_speaks_for_the_city_or_staff_record(lamps, paris, dayton):
    for person in (people.person(), hats.speaker(dayton), hats.speaker(cities.city("Lyon", "FR"))):
        with pytest.raises(Forbidden, match="Only who speaks for a city"):
            adopt(by=person, origin=lamps, city=paris, told=TOLD)
    claimed = people.person()
    hats.hat(claimed, paris)
    with pytest.raises(Forbidden):
        adopt(by=claimed, origin=lamps, city=paris, told=TOLD)
    assert nothing_was_written()
    assert adopt(by=people.staff(), origin=lamps, city=paris, told=TOLD)


def test_what_may_not_be_seen_is_not_followed(paris, marie):
    with pytest.raises(Forbidden, match="no such practice"):
        adopt(by=marie, origin=library.practice(visibility="staff"), city=paris, told=TOLD)
    assert nothing_was_written()


def test_a_city_does_not_follow_itself(lamps, dayton):
    with pytest.raises(NotAnAdoption, match="of Dayton itself"):
        adopt(by=hats.speaker(dayton), origin=lamps, city=dayton, told=TOLD)
    assert nothing_was_written()


@pytest.mark.parametrize("fields", [{}, {"visibility": "staff"}])
def test_the_page_is_of_the_city_and_can_be_seen(lamps, paris, marie, fields):
    where = paris if fields else cities.city("Lyon", "FR")
    other = library.practice(city=where, **fields)
    with pytest.raises(NotAnAdoption, match="no such practice of Paris"):
        adopt(by=marie, origin=lamps, city=paris, told=TOLD, practice=other)
    assert nothing_was_written()


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Followed("  ", "Less.", 2019), "changed"),
        (Followed("Nothing.", " ", 2019), "gave"),
        (Followed("Nothing.", "Less."), "year"),
        (Followed("Nothing.", "Less.", 1850), "year"),
        (Followed("Nothing.", "Less.", 10**30), "year"),
        (Followed("x" * 5000, "Less.", 2019), "changed"),
        (Followed("Nothing.", "Less.", 2019, "javascript:alert(1)"), "source"),
        (Followed("Nothing.", "Less.", 2019, "https://[bad"), "source"),
        (Followed("Nothing.", "Less.", 2019, "https://a.example/ b"), "source"),
        (Followed("Nothing.", "Less.", 2019, "https://a.example/" + "b" * 1000), "source"),
    ],
)
def test_what_is_missing_or_cannot_be_is_told_at_its_field(lamps, paris, marie, told, field):
    with pytest.raises(AdoptionFaulty) as refused:
        adopt(by=marie, origin=lamps, city=paris, told=told)
    assert refused.value.field == field
    assert nothing_was_written()


def test_it_never_runs_in_a_circle(lamps, dayton, paris):
    staff, first, second = people.staff(), elsewhere("Paris"), elsewhere("Lyon")
    adopt(by=staff, origin=lamps, city=first.city, told=Followed("No."), practice=first)
    adopt(by=staff, origin=first, city=second.city, told=Followed("No."), practice=second)
    with pytest.raises(RunsInCircle, match="came from “Lamps of Dayton” itself") as refused:
        adopt(by=staff, origin=second, city=dayton, told=Followed("No."), practice=lamps)
    assert refused.value.field == "practice"
    assert Adoption.objects.count() == 2
    assert came_from(lamps, second)
    assert not came_from(second, lamps)


def test_the_same_is_recorded_once(lamps, paris, marie):
    made = adopt(by=marie, origin=lamps, city=paris, told=TOLD)
    with pytest.raises(AlreadyAdopted):
        adopt(by=marie, origin=lamps, city=paris, told=TOLD)
    mine = library.practice(city=paris)
    adopt(by=marie, origin=lamps, city=paris, told=TOLD, practice=mine)
    with pytest.raises(AlreadyAdopted):
        adopt(by=marie, origin=lamps, city=paris, told=TOLD, practice=mine)
    assert Adoption.objects.count() == 2
    withdraw_adoption(by=marie, adoption=made)
    assert adopt(by=marie, origin=lamps, city=paris, told=TOLD)


# -- taking back


def test_it_is_taken_back_by_the_city_its_recorder_or_staff_alone(lamps, paris, marie, dayton):
    made = adopt(by=people.staff(), origin=lamps, city=paris, told=TOLD)
    for person in (people.person(), hats.speaker(dayton)):
        with pytest.raises(Forbidden):
            withdraw_adoption(by=person, adoption=made)
    assert adoption_to_read(made.pk, reader=None)
    withdraw_adoption(by=marie, adoption=made)
    with pytest.raises(AlreadyWithdrawn):
        withdraw_adoption(by=marie, adoption=made)
    with pytest.raises(NotFound):
        adoption_to_read(made.pk, reader=marie)
    assert lineage_of(lamps, reader=marie).is_empty


# -- the tree


def test_the_tree_holds_ancestors_and_all_that_came_from_them(lamps):
    a, b, c, d = (elsewhere(name) for name in "ABCD")
    adoption(lamps, a)
    adoption(lamps, b)
    adoption(a, c)
    adoption(c, d)
    adoption(c, city=cities.city("Noted"))
    lineage = lineage_of(a, reader=None)
    below = ("Lamps of C", [("Lamps of D", []), ("Noted", [])])
    assert shape(lineage.here) == ("Lamps of A", [below])
    assert [shape(tree) for tree in lineage.trees] == [
        ("Lamps of Dayton", [("Lamps of A", [below]), ("Lamps of B", [])])
    ]
    assert lineage.count == 3
    assert [one.is_here for one in lineage.trees[0]] == [False, True, False, False, False, False]


def test_what_followed_two_stands_below_both_and_opens_once(lamps):
    a, b, c, d = (elsewhere(name) for name in "ABCD")
    for origin, one in ((lamps, a), (lamps, b), (a, c), (b, c), (c, d)):
        adoption(origin, one)
    (tree,) = lineage_of(c, reader=None).trees
    assert shape(tree) == (
        "Lamps of Dayton",
        [
            ("Lamps of A", [("Lamps of C", [("Lamps of D", [])])]),
            ("Lamps of B", [("Lamps of C", [])]),
        ],
    )
    assert [one.is_again for one in tree if one.title == "Lamps of C"] == [False, True]
    assert len(lineage_of(c, reader=None).followed) == 2


def test_what_the_reader_may_not_see_is_neither_shown_nor_passed_through(lamps):
    hidden, after = elsewhere("Hidden", **HIDDEN), elsewhere("After")
    adoption(lamps, hidden)
    adoption(hidden, after)
    assert lineage_of(lamps, reader=None).is_empty
    assert lineage_of(after, reader=None).is_empty
    assert lineage_of(lamps, reader=None).count == 0
    assert lineage_of(lamps, reader=people.person()).count == 2
    assert replications_of([lamps.pk], reader=None) == {}
    assert len(replications_of([lamps.pk], reader=people.person())[lamps.pk]) == 1


def test_one_s_own_practices_are_offered_as_far_as_they_can_be_seen(lamps, paris):
    mine = library.practice(city=paris, title="Mine")
    library.practice(city=paris, visibility="staff")
    library.practice(city=cities.city("Lyon", "FR"))
    assert own_practices([paris], lamps, reader=people.person()) == ((mine.slug, "Mine"),)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_lineage_takes_a_fixed_number_of_queries(lamps, rows, django_assert_num_queries):
    ana, above = people.person(), lamps
    for number in range(rows):
        below = elsewhere(f"City {number}")
        adoption(above, below, by=ana)
        above = below
    with django_assert_num_queries(4):
        assert lineage_of(lamps, reader=ana).count == rows


def test_a_practice_that_stands_alone_takes_one_query(lamps, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert lineage_of(lamps, reader=None).count == 0


# -- replicated elsewhere


def graded(practice, level=2):
    reviews.review(practice, level)
    library.outcome(practice)
    return practice


def test_measured_results_elsewhere_raise_what_was_graded_measured(lamps):
    adoption(graded(lamps), elsewhere("Paris"))
    grade = grade_of(lamps, reader=None)
    assert (grade.level, grade.label) == (5, "Replicated elsewhere")
    assert grade.ground.endswith("Replicated: Paris followed it and measured results.")


@pytest.mark.parametrize(
    "follower",
    [
        lambda: elsewhere("Paris", measured=False),
        lambda: elsewhere("Paris", went=Went.BADLY),
        lambda: elsewhere("Paris", status=Status.CANCELLED),
        lambda: _with(elsewhere("Paris", measured=False), is_claim=True),
        lambda: _with(elsewhere("Paris", measured=False), kind=OutcomeKind.REPORTED),
        lambda: elsewhere("Paris", **HIDDEN),
    ],
)
def test_other_results_elsewhere_raise_nothing(lamps, follower):
    adoption(graded(lamps), follower())
    assert grade_of(lamps, reader=None).level == 2


def _with(practice, **outcome):
    library.outcome(practice, **outcome)
    return practice


def test_a_note_raises_nothing(lamps):
    adoption(graded(lamps))
    assert grade_of(lamps, reader=None).level == 2


@pytest.mark.parametrize("level", [0, 1])
def test_what_was_not_graded_measured_is_not_raised(lamps, level):
    library.outcome(lamps)
    if level:
        reviews.review(lamps, level)
    adoption(lamps, elsewhere("Paris"))
    assert grade_of(lamps, reader=None).level == level


def test_a_page_that_moved_to_the_city_that_was_followed_raises_nothing(lamps, dayton):
    moved = elsewhere("Paris")
    adoption(graded(lamps), moved)
    Practice.objects.filter(pk=moved.pk).update(city=dayton)
    assert grade_of(lamps, reader=None).level == 2


def test_taken_back_it_raises_no_more(lamps):
    made = adoption(graded(lamps), elsewhere("Paris"))
    withdraw_adoption(by=people.staff(), adoption=made)
    assert grade_of(lamps, reader=None).level == 2
