import pytest

from decapolis.audit.models import AuditEntry
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Forbidden
from decapolis.library.actions import (
    Judged,
    ask_for_review,
    correct_practice,
    give_review,
    withdraw_review,
)
from decapolis.library.choices import Check, EvidenceLevel, OutcomeKind
from decapolis.library.errors import (
    AlreadyAsked,
    AlreadyWithdrawn,
    AnotherVersion,
    LevelNotGiven,
    NothingCounts,
    ReasonMissing,
    ReasonsTooShort,
)
from decapolis.library.models import Review, ReviewRequest
from decapolis.library.queries.concerned import people_concerned
from decapolis.library.queries.levels import level_of
from decapolis.library.queries.reviews import (
    grade_of,
    graded_before,
    review_to_read,
    to_grade,
)
from decapolis.library.queries.rows import practice_rows
from decapolis.notices.models import Notice
from decapolis.organisations.choices import Role, Standing
from tests.factories import hats, library, organisations, people, reviews
from tests.factories.contributions import changed
from tests.factories.library import HIDDEN
from tests.factories.reviews import REASONS, checks_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return reviews.reviewer(name="Ana Díaz")


def judged(level=EvidenceLevel.MEASURED, version=1, **told):
    values = {"level": level, "version": version, "reasons": REASONS, "checks": checks_for(level)}
    return Judged(**values | told)


def known(practice, reader=None):
    (row,) = practice_rows([practice.slug], reader=reader)
    return row.known


def nothing_was_written():
    return not Review.objects.exists() and not AuditEntry.objects.exists()


# -- giving


def test_a_review_stands_with_its_level_reasons_and_version(ana, lamps):
    made = give_review(by=ana, practice=lamps, judged=judged(EvidenceLevel.COMPARED))
    grade = grade_of(lamps, reader=people.person())
    assert (grade.level, grade.label, grade.is_behind) == (3, "Compared", False)
    day = f"{made.at.day} {made.at:%B} {made.at.year}"
    assert grade.ground == f"Graded 3 of 5, compared, by Ana Díaz on {day}."
    assert grade.reviews[0].reasons == REASONS
    assert len(grade.reviews[0].checks) == 3


def test_the_public_reads_the_grade_and_not_the_name(ana, lamps):
    give_review(by=ana, practice=lamps, judged=judged())
    ground = grade_of(lamps, reader=None).ground
    assert "by a reviewer of the network on" in ground
    assert "Ana" not in ground


def test_what_nobody_reviewed_says_how_its_own_results_are_known(lamps):
    grade = grade_of(lamps, reader=None)
    assert (grade.level, grade.label) == (0, "Not reviewed")
    assert grade.ground == "Its own results: measured."


def test_the_newest_review_counts_and_the_older_stays(ana, lamps):
    give_review(by=ana, practice=lamps, judged=judged(EvidenceLevel.COMPARED))
    give_review(by=people.staff(), practice=lamps, judged=judged())
    grade = grade_of(lamps, reader=None)
    assert grade.level == 2
    assert [one.level for one in grade.reviews] == [2, 3]
    assert known(lamps).level == 2


def test_the_act_is_in_the_log_of_the_city(ana, lamps, dayton):
    give_review(by=ana, practice=lamps, judged=judged())
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.note) == ("library.review_given", REASONS)
    assert entry.after["level"] == 2
    assert entry.concerns.filter(kind="cities.city", key=str(dayton.pk)).exists()


def test_what_is_for_staff_alone_is_in_no_log_of_a_city(dayton):
    hidden = library.practice(city=dayton, visibility="staff")
    library.outcome(hidden)
    give_review(by=people.staff(), practice=hidden, judged=judged(version=0))
    assert not AuditEntry.objects.get().concerns.exists()


def test_the_people_of_the_city_and_the_authors_are_told(ana, lamps, dayton):
    mayor, author = hats.speaker(dayton), people.staff()
    record = changed(lamps, lessons=["Ask residents twice."])
    correct_practice(by=author, practice=lamps, record=record, base=1)
    give_review(by=ana, practice=lamps, judged=judged(version=2))
    told = Notice.objects.filter(title__startswith="“LED street lights” was graded: measured, 2")
    assert {one.person for one in told} == {mayor, author}
    assert {one.url for one in told} == {f"/practices/{lamps.slug}#review"}


def test_nobody_is_told_of_what_they_may_not_see(dayton):
    mayor = hats.speaker(dayton)
    assert people_concerned(library.practice(city=dayton, **HIDDEN)) == [mayor]
    assert people_concerned(library.practice(city=dayton, visibility="staff")) == []
    hidden = library.practice(visibility="staff")
    assert people_concerned(library.practice(city=dayton), hidden) == []


# -- refusals: nothing is written


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        (people.person, "Only reviewers"),
        (lambda: people.person(is_reviewer=True, is_member=False), "Only reviewers"),
        (lambda: people.staff(is_active=False), "Sign in"),
    ],
)
def test_who_is_no_reviewer_does_not_grade(lamps, who, reason):
    with pytest.raises(Forbidden, match=reason):
        give_review(by=who(), practice=lamps, judged=judged())
    assert nothing_was_written()


@pytest.mark.parametrize("make", [reviews.reviewer, people.staff])
@pytest.mark.parametrize("standing", [Standing.CLAIMED, Standing.VERIFIED])
def test_nobody_grades_what_their_city_did(lamps, dayton, make, standing):
    person = make()
    hats.hat(person, dayton, standing=standing)
    with pytest.raises(Forbidden, match="You are of Dayton"):
        give_review(by=person, practice=lamps, judged=judged())
    assert nothing_was_written()


@pytest.mark.parametrize("is_lead", [True, False])
def test_nobody_grades_what_their_organisation_had_a_hand_in(ana, is_lead):
    practice, body = library.practice(), organisations.organisation("Lamp Works")
    library.outcome(practice)
    library.partner(practice, "Lamp Works", organisation=body, is_lead=is_lead)
    hats.hat(ana, body, role=Role.COMPANY)
    with pytest.raises(Forbidden, match="You are of Lamp Works"):
        give_review(by=ana, practice=practice, judged=judged(version=0))
    assert nothing_was_written()


def test_who_left_the_city_or_was_refused_there_may_grade(ana, lamps, dayton):
    hats.hat(ana, dayton, standing=Standing.REFUSED)
    hats.verified(ana, dayton, until="2020-01-01")
    assert give_review(by=ana, practice=lamps, judged=judged())


def test_nobody_grades_what_they_wrote(lamps):
    author = people.staff()
    record = changed(lamps, lessons=["Ask residents twice."])
    correct_practice(by=author, practice=lamps, record=record, base=1)
    with pytest.raises(Forbidden, match="You wrote a version"):
        give_review(by=author, practice=lamps, judged=judged(version=2))
    assert not Review.objects.exists()


def test_what_may_not_be_seen_is_not_graded(ana):
    hidden = library.practice(visibility="staff")
    with pytest.raises(Forbidden, match="no such practice"):
        give_review(by=ana, practice=hidden, judged=judged(version=0))
    assert nothing_was_written()


@pytest.mark.parametrize("level", [EvidenceLevel.MEASURED, EvidenceLevel.EVALUATED])
@pytest.mark.parametrize(
    ("outcomes", "reason"),
    [
        ([{"is_claim": True}], "They never count as evidence"),
        ([{"is_claim": True}, {"kind": OutcomeKind.FORECAST}], "They never count as evidence"),
        ([{"kind": OutcomeKind.FORECAST}], "only what is expected"),
        ([], "states no result yet"),
    ],
)
def test_claims_and_expectations_carry_no_level_above_the_first(ana, level, outcomes, reason):
    practice = library.practice()
    for fields in outcomes:
        library.outcome(practice, **fields)
    with pytest.raises(NothingCounts, match=reason) as refused:
        give_review(by=ana, practice=practice, judged=judged(level, version=0))
    assert refused.value.field == "level"
    assert nothing_was_written()
    assert give_review(by=ana, practice=practice, judged=judged(1, version=0)).level == 1


@pytest.mark.parametrize("level", [0, -1, 5, 6, 99])
def test_the_fifth_level_and_those_that_are_none_are_not_given(ana, lamps, level):
    told = Judged(level, REASONS, 1, tuple(Check.values))
    with pytest.raises(LevelNotGiven, match="Nobody gives this" if level == 5 else "Choose one"):
        give_review(by=ana, practice=lamps, judged=told)
    assert nothing_was_written()


def test_a_level_needs_a_yes_to_all_that_it_and_those_below_ask(ana, lamps):
    told = judged(EvidenceLevel.COMPARED, checks=("comparison", "method", "nonsense"))
    with pytest.raises(LevelNotGiven, match="a figure from before and one from after"):
        give_review(by=ana, practice=lamps, judged=told)
    assert nothing_was_written()


@pytest.mark.parametrize(
    "reasons", ["", "   ", "Good.", "Verygoodandwellmeasuredindeedyes", "x " * 5000]
)
def test_reasons_are_a_sentence(ana, lamps, reasons):
    with pytest.raises(ReasonsTooShort):
        give_review(by=ana, practice=lamps, judged=judged(reasons=reasons))
    assert nothing_was_written()


def test_who_read_an_earlier_version_is_told(ana, lamps):
    with pytest.raises(AnotherVersion, match="changed while you read"):
        give_review(by=ana, practice=lamps, judged=judged(version=0))
    assert nothing_was_written()


# -- after it


def test_a_new_version_shows_that_an_earlier_was_graded_and_what_changed(ana, lamps):
    give_review(by=ana, practice=lamps, judged=judged())
    record = changed(lamps, lessons=["Ask residents twice."], title="Lamps")
    correct_practice(by=people.staff(), practice=lamps, record=record, base=1)
    grade = grade_of(lamps, reader=None)
    assert (grade.level, grade.is_behind, grade.version) == (2, True, 2)
    assert set(grade.changed) == {"Title", "What they would tell you"}


def test_a_level_sinks_when_only_claims_are_left(ana, lamps):
    give_review(by=ana, practice=lamps, judged=judged())
    lamps.outcomes.update(is_claim=True)
    grade = grade_of(lamps, reader=None)
    assert (grade.level, grade.own) == (1, "only claims of a supplier")
    assert "counts as described only" in grade.ground
    assert known(lamps).level == 1


def test_a_withdrawn_review_counts_no_more_and_the_one_before_does(ana, lamps):
    give_review(by=ana, practice=lamps, judged=judged(EvidenceLevel.COMPARED))
    second = give_review(by=ana, practice=lamps, judged=judged())
    withdraw_review(by=ana, review=second)
    assert grade_of(lamps, reader=None).level == 3
    with pytest.raises(NotFound):
        review_to_read(second.pk, reader=ana)
    with pytest.raises(AlreadyWithdrawn):
        withdraw_review(by=ana, review=second)
    assert AuditEntry.objects.filter(act="library.review_withdrawn").count() == 1


def test_staff_withdraw_with_a_reason_and_others_not_at_all(ana, lamps):
    made = give_review(by=ana, practice=lamps, judged=judged())
    with pytest.raises(Forbidden):
        withdraw_review(by=reviews.reviewer(), review=made, why="I think otherwise.")
    with pytest.raises(ReasonMissing):
        withdraw_review(by=people.staff(), review=made, why="  ")
    assert grade_of(lamps, reader=None).level == 2
    withdraw_review(by=people.staff(), review=made, why="The study was of another city.")
    assert grade_of(lamps, reader=None).level == 0
    notice = Notice.objects.get(person=ana)
    assert notice.text == "The study was of another city."


# -- asking, and the queue


def test_who_may_correct_asks_and_reviewers_of_the_theme_are_told(lamps, dayton):
    knows, other = reviews.reviewer(expertise=["energy"]), reviews.reviewer(expertise=["water"])
    of_dayton = reviews.reviewer(expertise=["energy"])
    hats.hat(of_dayton, dayton)
    ask_for_review(by=hats.speaker(dayton), practice=lamps, note="See the audit.")
    assert {one.person for one in Notice.objects.all()} == {knows}
    assert grade_of(lamps, reader=other).is_asked
    assert not grade_of(lamps, reader=None).is_asked
    with pytest.raises(AlreadyAsked):
        ask_for_review(by=people.staff(), practice=lamps)
    assert ReviewRequest.objects.count() == 1


def test_who_may_not_correct_does_not_ask(lamps, ana):
    with pytest.raises(Forbidden):
        ask_for_review(by=ana, practice=lamps)
    assert not ReviewRequest.objects.exists()


def test_a_review_answers_the_request(ana, lamps):
    ask_for_review(by=people.staff(), practice=lamps)
    give_review(by=ana, practice=lamps, judged=judged())
    assert not ReviewRequest.objects.waiting().exists()
    assert ask_for_review(by=people.staff(), practice=lamps)


def test_the_queue_begins_with_what_was_asked_for_and_leaves_out_what_is_graded(ana):
    old, asked, graded, again, new = (library.practice() for _ in range(5))
    reviews.review(graded)
    reviews.review(again)
    reviews.request(again)
    reviews.request(asked)
    assert list(to_grade(reader=ana)) == [again, asked, new, old]


def test_the_queue_leaves_out_what_the_reviewer_has_a_stake_in_or_may_not_see(ana, lamps, dayton):
    hats.hat(ana, dayton)
    body = organisations.organisation("Lamp Works")
    hats.hat(ana, body, role=Role.COMPANY)
    library.partner(library.practice(), "Lamp Works", organisation=body)
    library.practice(visibility="staff")
    nowhere, members = library.practice(), library.practice(**HIDDEN)
    assert set(to_grade(reader=ana)) == {nowhere, members}
    assert set(to_grade(reader=ana, theme="water")) == set()
    assert set(to_grade(reader=ana, theme="energy")) == {nowhere, members}


def test_what_was_changed_since_it_was_graded_has_a_list(ana, lamps):
    reviews.review(lamps)
    assert list(graded_before(reader=ana)) == []
    record = changed(lamps, lessons=["Ask residents twice."])
    correct_practice(by=people.staff(), practice=lamps, record=record, base=1)
    assert list(graded_before(reader=ana)) == [lamps]


def test_the_grade_of_what_may_not_be_seen_is_not_told():
    hidden = library.practice(**HIDDEN)
    made = reviews.review(hidden)
    assert grade_of(hidden, reader=None).reviews == ()
    with pytest.raises(NotFound):
        review_to_read(made.pk, reader=None)


@pytest.mark.parametrize("rows", [1, 3])
def test_grades_take_a_fixed_number_of_queries(rows, django_assert_num_queries):
    practice, member = library.practice(), people.person()
    library.outcome(practice)
    for _ in range(rows):
        reviews.review(practice, by=reviews.reviewer())
        reviews.adoption(practice, reviews.elsewhere())
    with django_assert_num_queries(5):
        assert grade_of(practice, reader=member).level == 5


@pytest.mark.parametrize("given", range(5))
@pytest.mark.parametrize("replicated", [True, False])
def test_nothing_that_does_not_count_raises_a_level(given, replicated):
    without = level_of(given, counts=False, replicated=replicated)
    assert without <= 1
    assert without <= level_of(given, counts=True, replicated=replicated)
