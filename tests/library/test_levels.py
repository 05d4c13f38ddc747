"""The mark of evidence in lists: what it says, for whom, and that it follows its changes."""

import importlib

import pytest
from django.apps import apps

from decapolis.library.actions import (
    Followed,
    Judged,
    adopt,
    correct_practice,
    give_review,
    put_practices,
    withdraw_adoption,
    withdraw_review,
)
from decapolis.library.bridge.find import Look, find_in_library
from decapolis.library.bridge.kept import Kept
from decapolis.library.choices import Evidence, EvidenceLevel, OutcomeKind
from decapolis.library.exports import mixed_csv, practices_csv
from decapolis.library.models import Practice
from decapolis.library.queries.entries import practice_drafts
from decapolis.library.queries.levels import best_known, with_levels
from decapolis.library.queries.rows import practice_rows
from decapolis.library.validators import PracticeRecord
from decapolis.ops.preparing import index_words
from decapolis.search.models import Entry
from tests.factories import cities, contributions, library, people, reviews
from tests.factories.contributions import changed, loaded
from tests.factories.reviews import REASONS, checks_for

pytestmark = pytest.mark.django_db
CLAIM = {"metric": "Power", "text": "Half.", "kind": "measured", "claim": True}
FORECAST = {"metric": "Power", "text": "A third.", "kind": "forecast"}


def known(practice, reader=None):
    (row,) = practice_rows([practice.slug], reader=reader)
    return row.known


def graded(practice, level=EvidenceLevel.MEASURED):
    practice.refresh_from_db()
    judged = Judged(level, REASONS, practice.version, checks_for(level))
    return give_review(by=reviews.reviewer(), practice=practice, judged=judged)


def level_in_the_index(practice):
    return Entry.objects.get(kind="practice", slug=practice.slug).level


# -- what it says


def test_what_was_reviewed_says_its_level_to_everybody():
    practice = loaded()
    graded(practice, EvidenceLevel.COMPARED)
    assert known(practice).words == "Level 3 of 5: compared"
    assert known(practice, people.person()).level == 3


def test_what_nobody_reviewed_says_so_with_its_own_results():
    assert known(loaded()).words == "Measured; not reviewed"
    assert known(loaded(outcomes=[])).words == "No result stated; not reviewed"


def test_claims_alone_are_named_for_what_they_are():
    practice = loaded(outcomes=[CLAIM])
    assert known(practice).words == "Only claims of a supplier; not reviewed"


def test_a_review_that_was_withdrawn_is_no_mark():
    practice = loaded()
    review = graded(practice)
    withdraw_review(by=review.by, review=review)
    assert known(practice).level == 0


def test_who_may_not_see_the_page_that_follows_reads_the_level_that_was_given():
    practice = loaded()
    graded(practice)
    reviews.adoption(practice, reviews.elsewhere(visibility="network"))
    assert known(practice).level == 2
    assert known(practice, people.person()).level == 5


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_reviewed_practices_takes_five_queries(rows, django_assert_num_queries):
    slugs = []
    for _ in range(rows):
        practice = library.practice(city=cities.city())
        library.outcome(practice)
        reviews.review(practice)
        reviews.adoption(practice, reviews.elsewhere())
        slugs.append(practice.slug)
    with django_assert_num_queries(5):
        assert {row.known.level for row in practice_rows(slugs, reader=None)} == {5}


# -- where it is told


def test_files_tell_the_mark_the_level_and_the_own_results():
    practice = loaded()
    graded(practice)
    head, line = "".join(practices_csv([practice.slug], reader=None)).splitlines()[:2]
    told = dict(zip(head.split(","), line.split(","), strict=False))
    assert {"evidence", "evidence_level", "own_results"} <= told.keys()
    assert "Level 2 of 5: measured,2,Measured" in line
    assert "Level 2 of 5" in "".join(mixed_csv([("practice", practice.slug)], reader=None))


def test_the_best_known_come_first_and_a_level_that_does_not_count_comes_last_of_the_reviewed():
    sunk, checked, high = (
        library.practice(title=title, evidence=evidence)
        for title, evidence in (("Sunk", 0), ("Checked", 4), ("High", 2))
    )
    library.outcome(high)
    library.outcome(checked, kind=OutcomeKind.CHECKED)
    reviews.review(sunk, EvidenceLevel.EVALUATED)
    reviews.review(high, EvidenceLevel.COMPARED)
    found = with_levels(Practice.objects.all()).order_by(*best_known())
    assert [one.title for one in found] == ["High", "Sunk", "Checked"]


# -- that it is told anew


def test_the_index_follows_reviews_and_adoptions():
    dayton, paris = cities.city("Dayton"), cities.city("Paris")
    practice = loaded()
    other = loaded(title="Lamps of Paris", city="Paris")
    Practice.objects.filter(pk=practice.pk).update(city=dayton)
    Practice.objects.filter(pk=other.pk).update(city=paris)
    practice.refresh_from_db()
    other.refresh_from_db()
    index_words()
    assert level_in_the_index(practice) == 0
    review = graded(practice)
    assert level_in_the_index(practice) == 2
    staff = people.staff()
    adoption = adopt(
        by=staff, origin=practice, city=paris, told=Followed("Nothing."), practice=other
    )
    assert level_in_the_index(practice) == 5
    without = changed(other, outcomes=[])
    correct_practice(by=staff, practice=other, record=without, base=other.version)
    assert level_in_the_index(practice) == 2
    withdraw_adoption(by=staff, adoption=adoption)
    withdraw_review(by=staff, review=review, why="By mistake.")
    assert level_in_the_index(practice) == 0


def test_drafts_of_one_practice_bring_what_it_followed():
    origin, other = library.practice(), reviews.elsewhere()
    reviews.adoption(origin, other)
    drafts = practice_drafts(Practice.objects.filter(pk=other.pk))
    assert {draft.slug for draft in drafts} == {origin.slug, other.slug}


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_of_a_practice_is_made_again_when_a_review_comes_or_goes():
    practice = loaded()
    index_words()
    shelf = Kept()

    def level():
        def make(slugs):
            return {row.slug: row.known.level for row in practice_rows(slugs, reader=None)}

        return shelf.get([practice.slug], make, reader=None)[practice.slug]

    assert level() == 0
    review = graded(practice)
    assert level() == 2
    again = graded(practice)
    withdraw_review(by=again.by, review=again)
    assert level() == 2
    withdraw_review(by=review.by, review=review)
    assert level() == 0


def test_find_puts_the_reviewed_first():
    practice, other = loaded(title="Graded"), loaded(title="Not graded")
    Practice.objects.filter(pk=other.pk).update(evidence=Evidence.CHECKED)
    index_words()
    graded(practice, EvidenceLevel.DESCRIBED)
    hits = find_in_library("", Look(sort="evidence"), reader=None).hits
    assert [hit.title for hit in hits] == ["Graded", "Not graded"]


# -- claims are no evidence


@pytest.mark.parametrize(
    ("outcomes", "evidence"),
    [
        ([CLAIM], Evidence.NONE),
        ([CLAIM, FORECAST], Evidence.FORECAST),
        ([CLAIM, {**CLAIM, "claim": False, "kind": "reported"}], Evidence.REPORTED),
        ([{**CLAIM, "claim": False}], Evidence.MEASURED),
    ],
)
def test_claims_of_a_supplier_never_count_as_results(outcomes, evidence):
    cities.country()
    record = PracticeRecord.model_validate(contributions.values(outcomes=outcomes))
    assert put_practices(by=None, records=[(1, record)]) == []
    assert Practice.objects.get().evidence == evidence


def test_what_was_loaded_before_is_put_right():
    claims, mixed, reported = (library.practice(evidence=2) for _ in range(3))
    library.outcome(claims, is_claim=True)
    library.outcome(mixed, is_claim=True)
    library.outcome(mixed, kind=OutcomeKind.FORECAST)
    library.outcome(reported, kind=OutcomeKind.REPORTED)
    reviews.review(claims, EvidenceLevel.EVALUATED)
    index_words()
    Entry.objects.update(level=None)
    migration = importlib.import_module("decapolis.library.migrations.0006_claims_are_no_evidence")
    migration.claims_out(apps, None)
    migration.levels_in(apps, None)
    for practice, evidence, level in ((claims, 0, 1), (mixed, 1, 0), (reported, 2, 0)):
        practice.refresh_from_db()
        assert practice.evidence == evidence
        entry = Entry.objects.get(slug=practice.slug)
        assert (entry.evidence, entry.level) == (evidence, level)
