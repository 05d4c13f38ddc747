"""Laws of evidence and lineage, in worlds made at random."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.kernel.permissions import Forbidden
from decapolis.library.actions import Followed, Judged, adopt, give_review, withdraw_adoption
from decapolis.library.choices import EvidenceLevel, OutcomeKind
from decapolis.library.errors import AlreadyAdopted, NotAnAdoption, NothingCounts, RunsInCircle
from decapolis.library.models import Adoption, Outcome, Practice, Review
from decapolis.library.queries.adoptions import lineage_of, replications_of
from decapolis.library.queries.concerned import stake_in, without_stake
from decapolis.library.queries.reviews import grade_of
from decapolis.library.queries.rows import practice_rows
from tests.factories import cities, hats, library, organisations, people, reviews
from tests.factories.reviews import REASONS, checks_for

pytestmark = pytest.mark.django_db
FEW = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SIZE = 6
SEEN = st.sampled_from(["public", "public", "public", "network", "staff"])
PAIRS = st.tuples(st.integers(0, SIZE - 1), st.integers(0, SIZE - 1))
STEPS = st.lists(st.tuples(PAIRS, st.booleans()), max_size=25)


def world(visibilities):
    Practice.objects.all().delete()
    return [
        library.practice(city=cities.city(f"City {place}"), title=f"P{place}", visibility=one)
        for place, one in enumerate(visibilities)
    ]


def played(practices, steps):
    """Record and take back adoptions as the steps say, as far as the acts let them."""
    staff = people.staff()
    for (origin, practice), takes_back in steps:
        rows = Adoption.objects.standing().filter(
            origin=practices[origin], practice=practices[practice]
        )
        if takes_back:
            for row in rows:
                withdraw_adoption(by=staff, adoption=row)
            continue
        try:
            adopt(
                by=staff,
                origin=practices[origin],
                city=practices[practice].city,
                told=Followed("Nothing."),
                practice=practices[practice],
            )
        except (RunsInCircle, NotAnAdoption, AlreadyAdopted):
            continue


def edges_of(reader):
    seen = Practice.objects.visible_to(reader).values("pk")
    rows = Adoption.objects.standing().filter(origin__in=seen, practice__in=seen)
    return set(rows.values_list("origin__slug", "practice__slug"))


def reach(start, edges):
    found, front = set(), [start]
    while front:
        here = front.pop()
        for origin, practice in edges:
            if origin == here and practice not in found:
                found.add(practice)
                front.append(practice)
    return found


@FEW
@given(steps=STEPS)
def test_no_practice_ever_comes_from_itself(steps):
    practices = world(["public"] * SIZE)
    played(practices, steps)
    edges = edges_of(people.staff())
    assert all(one.slug not in reach(one.slug, edges) for one in practices)


@FEW
@given(visibilities=st.lists(SEEN, min_size=SIZE, max_size=SIZE), steps=STEPS)
def test_a_tree_holds_each_adoption_that_its_reader_may_see_once_and_no_other(visibilities, steps):
    practices = world(visibilities)
    played(practices, steps)
    for reader in (None, people.person(), people.staff()):
        edges = edges_of(reader)
        for practice in Practice.objects.visible_to(reader):
            lineage = lineage_of(practice, reader=reader)
            told = [
                (branch.slug, one.slug)
                for tree in lineage.trees
                for branch in tree
                for one in branch.branches
            ]
            above = {origin for origin, _ in edges if practice.slug in reach(origin, edges)}
            family = {practice.slug} | above
            family |= set().union(*(reach(one, edges) for one in family))
            wanted = {edge for edge in edges if edge[0] in family}
            assert len(told) == len(set(told))
            assert set(told) == wanted
            assert lineage.count == len(reach(practice.slug, edges))


OUTCOMES = st.lists(st.tuples(st.sampled_from(OutcomeKind.values), st.booleans()), max_size=4)


@FEW
@given(outcomes=OUTCOMES, claims=st.lists(st.sampled_from(OutcomeKind.values), max_size=4),
       level=st.integers(1, 4), follows=st.booleans())  # fmt: skip
def test_claims_never_raise_a_level(outcomes, claims, level, follows):
    Practice.objects.all().delete()
    practice = library.practice(city=cities.city("Dayton"))
    if follows:
        reviews.adoption(practice, reviews.elsewhere())
    for kind, is_claim in outcomes:
        library.outcome(practice, kind=kind, is_claim=is_claim)
    before = _graded(practice, level)
    for kind in claims:
        library.outcome(practice, kind=kind, is_claim=True)
    assert grade_of(practice, reader=None).level == before
    Review.objects.all().delete()
    assert _graded(practice, level) == before
    Outcome.objects.filter(practice=practice).update(is_claim=True)
    sunk = grade_of(practice, reader=None).level
    assert sunk <= EvidenceLevel.DESCRIBED
    (row,) = practice_rows([practice.slug], reader=None)
    assert row.known.level == sunk


def _graded(practice, level):
    judged = Judged(level, REASONS, 0, checks_for(level))
    try:
        give_review(by=people.staff(), practice=practice, judged=judged)
    except NothingCounts:
        assert not Review.objects.exists()
    return grade_of(practice, reader=None).level


@FEW
@given(follower=OUTCOMES)
def test_claims_elsewhere_never_replicate(follower):
    Practice.objects.all().delete()
    practice, other = library.practice(city=cities.city("A")), reviews.elsewhere(measured=False)
    reviews.adoption(practice, other)
    for kind, is_claim in follower:
        library.outcome(other, kind=kind, is_claim=is_claim)
    known = any(kind in {"measured", "checked"} and not claim for kind, claim in follower)
    assert bool(replications_of([practice.pk], reader=None)) == known


@FEW
@given(
    own=st.sets(st.integers(0, 2)),
    bodies=st.sets(st.integers(0, 2)),
    hands=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=5),
    wrote=st.sets(st.integers(0, 2)),
)
def test_the_queue_holds_what_the_rule_lets_one_grade(own, bodies, hands, wrote):
    Practice.objects.all().delete()
    person = reviews.reviewer()
    towns = [cities.city(f"Town {n}") for n in range(3)]
    works = [organisations.organisation(f"Works {person.pk}-{n}") for n in range(3)]
    practices = [library.practice(city=town) for town in towns]
    for place in own:
        hats.hat(person, towns[place])
    for place in bodies:
        hats.hat(person, works[place])
    for place, body in hands:
        library.partner(practices[place], works[body].name, organisation=works[body])
    for place in wrote:
        practices[place].versions.create(number=1, record={}, by=person, origin="corrected")
    open_to = set(without_stake(Practice.objects.all(), person=person))
    assert open_to == {one for one in practices if stake_in(one, person=person) is None}
    for practice in set(practices) - open_to:
        with pytest.raises(Forbidden):
            give_review(by=person, practice=practice, judged=Judged(1, REASONS, 0))
