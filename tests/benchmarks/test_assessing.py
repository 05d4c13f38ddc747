import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.audit.models import AuditEntry
from decapolis.benchmarks.actions import (
    Evidence,
    Scored,
    Terms,
    close_marking,
    form_edition,
    mark_blind,
    mark_self,
    open_edition,
    publish,
    settle,
)
from decapolis.benchmarks.choices import BLIND, Hand, Kind, State
from decapolis.benchmarks.errors import (
    MarkFixed,
    MarkOutOfRange,
    NameTaken,
    NoEntrants,
    NoSeat,
    NotSettled,
    ProofRefused,
    RecordRefused,
    TextMissing,
)
from decapolis.benchmarks.models import Edition, Entrant, Mark, Proof, Run
from decapolis.benchmarks.queries.marks import history, marks_of, table_of_marks
from decapolis.benchmarks.validators.marks import clean_evidence
from decapolis.kernel.permissions import Forbidden, Visibility
from decapolis.notices.models import Notice
from tests.factories import benchmarks, cities, hats, library, people, reviews

pytestmark = pytest.mark.django_db
SHOWN = Evidence(url="https://dayton.example/budget.pdf", page="12")
WHY = "The plan names a budget, but for one year only."


@pytest.fixture
def edition():
    return benchmarks.edition(state=State.ASSESSING)


@pytest.fixture
def dayton(edition):
    return benchmarks.entrant(edition)


@pytest.fixture
def leaf(edition):
    return benchmarks.leaf(edition)


@pytest.fixture
def pair():
    return benchmarks.two_reviewers()


def values(of, hand):
    return list(Mark.objects.filter(entrant=of, hand=hand, superseded=None)
                .order_by("criterion__position").values_list("value", flat=True))  # fmt: skip


# -- forming and opening


def test_staff_form_an_assessment_of_cities_and_open_it_and_those_concerned_are_told():
    staff, framework, dayton = people.staff(), benchmarks.framework(), cities.city("Dayton")
    speaker, reviewer = hats.speaker(dayton), reviews.reviewer()
    made = form_edition(by=staff, framework=framework, terms=Terms("2026", "2026"), cities=[dayton])
    assert (made.state, made.kind, made.spec["normalise"]) == (State.DRAFT, Kind.ASSESSED, "none")
    assert list(made.entrants.values_list("name", "city")) == [("Dayton", dayton.pk)]
    open_edition(by=staff, edition=made)
    assert Edition.objects.get().state == State.ASSESSING
    assert set(Notice.objects.values_list("person", flat=True)) == {speaker.pk, reviewer.pk}
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["benchmarks.edition_formed", "benchmarks.edition_opened"]
    with pytest.raises(Forbidden, match="open already"):
        open_edition(by=staff, edition=made)


def test_what_will_not_do_makes_no_edition():
    staff, framework, dayton = people.staff(), benchmarks.framework(), cities.city()
    wrong = [
        (Terms("2026", ""), [dayton], RecordRefused),
        (Terms("Two Words", "2026"), [dayton], RecordRefused),
        (Terms("2026", "2026", Kind.OBSERVED), [dayton], RecordRefused),
        (Terms("2026", "2026", spec={"impute": "guess"}), [dayton], RecordRefused),
        (Terms("2026", "2026", doubt=[{"kind": "noise", "share": "x"}]), [dayton], RecordRefused),
        (Terms("2026", "2026"), [], NoEntrants),
        (Terms("2026", "2026"), [dayton, dayton], NoEntrants),
    ]
    for terms, taking_part, error in wrong:
        with pytest.raises(error):
            form_edition(by=staff, framework=framework, terms=terms, cities=taking_part)
    with pytest.raises(Forbidden):
        form_edition(
            by=people.person(), framework=framework, terms=Terms("2026", "2026"), cities=[dayton]
        )
    assert not Edition.objects.exists()


def test_an_edition_has_a_slug_of_its_own_within_a_framework():
    staff, framework, dayton = people.staff(), benchmarks.framework(), cities.city()
    told = {"by": staff, "terms": Terms("2026", "2026"), "cities": [dayton]}
    form_edition(framework=framework, **told)
    form_edition(framework=benchmarks.framework(), **told)
    with pytest.raises(NameTaken):
        form_edition(framework=framework, **told)


# -- the city marks itself


def test_who_speaks_for_a_city_marks_it_with_a_proof(dayton, leaf):
    document = library.document(slug="plan")
    speaker = hats.speaker(dayton.city)
    proofs = (Evidence(document="plan", page="3"), SHOWN)
    mark_self(by=speaker, entrant=dayton, scored=[Scored(leaf, 3, proofs=proofs)])
    assert values(dayton, Hand.SELF) == [3]
    kept = list(Proof.objects.values_list("document", "url", "page"))
    assert kept == [(document.pk, "", "3"), (None, SHOWN.url, "12")]
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.after) == ("benchmarks.marked_self", {"a": 3})


def test_a_mark_without_proof_or_reason_or_off_the_scale_is_refused_and_nothing_is_written(
    dayton, leaf, edition
):
    speaker = hats.speaker(dayton.city)
    other = benchmarks.criterion(benchmarks.framework("z"), "elsewhere")
    good = Scored(benchmarks.leaf(edition, "b"), 1, WHY)
    for wrong, error in [
        (Scored(leaf, 3), ProofRefused),
        (Scored(leaf, 5, WHY), MarkOutOfRange),
        (Scored(leaf, float("nan"), WHY), MarkOutOfRange),
        (Scored(other, 1, WHY), MarkOutOfRange),
        (Scored(leaf, 1, proofs=(Evidence(url="javascript:alert(1)"),)), ProofRefused),
        (Scored(leaf, 1, proofs=(Evidence(document="none-such"),)), ProofRefused),
        (Scored(leaf, 1, "x" * 5000), TextMissing),
    ]:
        with pytest.raises(error):
            mark_self(by=speaker, entrant=dayton, scored=[good, wrong])
    assert not Mark.objects.exists()
    assert not AuditEntry.objects.exists()


def test_nobody_else_marks_a_city_and_nobody_when_marks_are_not_given(dayton, leaf, edition):
    scored = [Scored(leaf, 3, WHY)]
    speaker = hats.speaker(dayton.city)
    toledo = hats.speaker(benchmarks.entrant(edition, "Toledo").city)
    for other in (people.person(), people.staff(), toledo):
        with pytest.raises(Forbidden):
            mark_self(by=other, entrant=dayton, scored=scored)
    Edition.objects.update(state=State.SETTLING)
    with pytest.raises(Forbidden, match="only while"):
        mark_self(by=speaker, entrant=dayton, scored=scored)
    assert not Mark.objects.exists()


def test_what_a_new_mark_replaces_is_kept(dayton, leaf):
    speaker = hats.speaker(dayton.city)
    for value in (3, 4):
        mark_self(by=speaker, entrant=dayton, scored=[Scored(leaf, value, WHY)])
    assert values(dayton, Hand.SELF) == [4]
    assert [fact.value for fact in history(dayton, leaf, reader=speaker)] == [4, 3]


# -- two reviewers, blind


def test_reviewers_do_not_see_one_another_until_both_are_in_not_even_of_staff(
    dayton, leaf, pair, edition
):
    ana, ben = pair
    boss = people.staff(is_reviewer=True)
    mark_blind(by=ana, entrant=dayton, scored=[Scored(leaf, 3, WHY)])
    seen = {reader: Mark.objects.visible_to(reader).count() for reader in (ana, ben, boss)}
    assert seen == {ana: 1, ben: 0, boss: 0}
    assert marks_of(dayton, reader=ben) == {}
    row = table_of_marks(edition, reader=boss).rows[0]
    assert (row.cells[0].first, row.cells[0].value) == (None, None)
    assert str(3) not in str(list(AuditEntry.objects.values_list("before", "after", "note")))
    mark_blind(by=ben, entrant=dayton, scored=[Scored(leaf, 1, WHY)])
    for reader in (ana, ben, boss):
        assert Mark.objects.visible_to(reader).count() == 2
    cell = table_of_marks(edition, reader=boss).rows[0].cells[0]
    assert (cell.first, cell.second, cell.value, cell.is_due) == (3, 1, None, True)


def test_the_city_sees_the_two_marks_when_both_are_in_and_other_members_do_not(dayton, leaf, pair):
    speaker, member = hats.speaker(dayton.city), people.person()
    for reviewer, value in zip(pair, (3, 1), strict=True):
        assert not Mark.objects.visible_to(speaker).exists()
        mark_blind(by=reviewer, entrant=dayton, scored=[Scored(leaf, value)])
    assert Mark.objects.visible_to(speaker).count() == 2
    for reader in (member, None):
        assert not Mark.objects.visible_to(reader).exists()


def test_marks_that_are_equal_settle_themselves_and_cannot_be_changed(dayton, leaf, pair):
    for reviewer in pair:
        mark_blind(by=reviewer, entrant=dayton, scored=[Scored(leaf, 2, WHY)])
    assert values(dayton, Hand.SETTLED) == [2]
    assert Mark.objects.get(hand=Hand.SETTLED).note == "Both reviewers gave this mark."
    with pytest.raises(MarkFixed):
        mark_blind(by=pair[0], entrant=dayton, scored=[Scored(leaf, 4, WHY)])
    assert values(dayton, Hand.FIRST) == [2]


def test_a_reviewer_changes_a_mark_only_until_the_other_is_in(dayton, leaf, pair):
    ana, ben = pair
    for value in (1, 2):
        mark_blind(by=ana, entrant=dayton, scored=[Scored(leaf, value)])
    assert values(dayton, Hand.FIRST) == [2]
    mark_blind(by=ben, entrant=dayton, scored=[Scored(leaf, 3)])
    for reviewer in pair:
        with pytest.raises(MarkFixed):
            mark_blind(by=reviewer, entrant=dayton, scored=[Scored(leaf, 3)])


def test_a_city_has_two_reviewers_and_none_of_its_own(dayton, leaf, pair, edition):
    scored = [Scored(leaf, 1)]
    for reviewer in pair:
        mark_blind(by=reviewer, entrant=dayton, scored=scored)
    third, own = reviews.reviewer(), reviews.reviewer()
    hats.hat(own, dayton.city)
    with pytest.raises(NoSeat):
        mark_blind(by=third, entrant=dayton, scored=[Scored(benchmarks.leaf(edition, "b"), 1)])
    with pytest.raises(Forbidden, match="you are of it"):
        mark_blind(by=own, entrant=dayton, scored=scored)
    with pytest.raises(Forbidden, match="Only reviewers"):
        mark_blind(by=people.staff(), entrant=dayton, scored=scored)
    toledo = benchmarks.entrant(edition, "Toledo")
    assert mark_blind(by=third, entrant=toledo, scored=scored)[0].hand == Hand.FIRST


# -- settling and publishing


def differing(edition, pair, first=3, second=1):
    dayton, leaf = benchmarks.entrant(edition), benchmarks.leaf(edition)
    for reviewer, value in zip(pair, (first, second), strict=True):
        mark_blind(by=reviewer, entrant=dayton, scored=[Scored(leaf, value, WHY)])
    close_marking(by=people.staff(), edition=edition)
    return Entrant.objects.select_related("edition").get(pk=dayton.pk)


def test_a_third_settles_with_a_reason_and_both_reviewers_are_told(edition, pair, leaf):
    dayton = differing(edition, pair)
    Notice.objects.all().delete()
    third = reviews.reviewer()
    settle(by=third, entrant=dayton, scored=Scored(leaf, 2, WHY, (SHOWN,)))
    assert values(dayton, Hand.SETTLED) == [2]
    told = set(Notice.objects.values_list("person", "text"))
    assert told == {(reviewer.pk, WHY) for reviewer in pair}
    entry = AuditEntry.objects.get(act="benchmarks.mark_settled")
    assert (entry.before, entry.after, entry.note) == ({}, {"a": 2}, WHY)


def test_nobody_settles_their_own_mark_nor_without_a_reason(edition, pair, leaf):
    dayton = differing(edition, pair)
    staff = people.staff()
    for by, error, why in [
        (pair[0], Forbidden, WHY),
        (people.person(), Forbidden, WHY),
        (hats.speaker(dayton.city, is_staff=True), Forbidden, WHY),
        (staff, TextMissing, "ok"),
    ]:
        with pytest.raises(error):
            settle(by=by, entrant=dayton, scored=Scored(leaf, 2, why))
    assert not Mark.objects.filter(hand=Hand.SETTLED).exists()


def test_an_assessment_is_published_when_all_is_settled_with_how_far_reviewers_agree(
    edition, pair, leaf
):
    dayton, toledo = benchmarks.entrant(edition), benchmarks.entrant(edition, "Toledo")
    other = benchmarks.leaf(edition, "b")
    for reviewer, value in zip(pair, (1, 2), strict=True):
        scored = [Scored(leaf, 4), Scored(other, 0)]
        mark_blind(by=reviewer, entrant=toledo, scored=scored)
        mark_blind(by=reviewer, entrant=dayton, scored=[Scored(other, value)])
    dayton = differing(edition, pair)
    staff = people.staff()
    settle(by=staff, entrant=dayton, scored=Scored(leaf, 2, WHY))
    with pytest.raises(NotSettled, match="B of Dayton"):
        publish(by=staff, edition=edition)
    assert not Run.objects.exists()
    settle(by=staff, entrant=dayton, scored=Scored(other, 2, WHY))
    speaker = hats.speaker(dayton.city)
    run = publish(by=staff, edition=edition)
    assert Edition.objects.get().state == State.PUBLISHED
    assert run.result["scores"] == [2, 2]
    assert run.result["ranks"] == [1, 1]
    assert (run.agreement["twice"], run.agreement["same"]) == (4, 2)
    assert 0 < run.agreement["interval"]["alpha"] < 1
    assert Notice.objects.filter(person=speaker, title__startswith="Published").exists()
    with pytest.raises(Forbidden, match="published already"):
        publish(by=staff, edition=edition)


def test_an_edition_at_work_is_seen_by_those_who_work_on_it_alone(edition, dayton):
    speaker, reviewer = hats.speaker(dayton.city), reviews.reviewer()
    readers = [people.staff(), reviewer, speaker, people.person(), None]
    assert [Edition.objects.visible_to(one).count() for one in readers] == [1, 1, 1, 0, 0]
    Edition.objects.update(state=State.DRAFT)
    assert [Edition.objects.visible_to(one).count() for one in readers] == [1, 0, 0, 0, 0]
    Edition.objects.update(state=State.PUBLISHED)
    assert [Edition.objects.visible_to(one).count() for one in readers] == [1, 1, 1, 1, 1]
    Edition.objects.update(visibility=Visibility.NETWORK)
    assert [Edition.objects.visible_to(one).count() for one in readers] == [1, 1, 1, 1, 0]
    for hidden in (Edition.objects, edition.framework.__class__.objects):
        hidden.update(visibility=Visibility.STAFF)
        assert [Edition.objects.visible_to(one).count() for one in readers] == [1, 0, 0, 0, 0]
        assert not Mark.objects.visible_to(speaker).exists()


@given(st.text(max_size=80))
def test_a_proof_is_an_address_of_the_web_or_refused(url):
    try:
        kept = clean_evidence(Evidence(url=url))
    except ProofRefused:
        return
    assert kept.url.startswith(("http://", "https://"))


turns = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from("ab"), st.integers(0, 4)), max_size=10
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(turns)
def test_in_any_order_of_turns_nobody_sees_what_is_blind_and_what_is_in_stays(turns):
    with transaction.atomic():
        edition = benchmarks.edition(state=State.ASSESSING)
        dayton = benchmarks.entrant(edition)
        trio = [*benchmarks.two_reviewers(), reviews.reviewer()]
        given_ = {}
        for which, code, value in turns:
            by, leaf = trio[which], benchmarks.leaf(edition, code)
            seats = {one for one, _code in given_}
            full = len(seats) == 2 and which not in seats
            both = sum(key[1] == code for key in given_) == 2
            try:
                mark_blind(by=by, entrant=dayton, scored=[Scored(leaf, value)])
                refused = ""
            except (NoSeat, MarkFixed) as error:
                refused = type(error).__name__
            assert refused == ("NoSeat" if full else "MarkFixed" if both else "")
            if not refused:
                given_[which, code] = value
            for reader, person in enumerate(trio):
                seen = Mark.objects.visible_to(person).current().filter(hand__in=BLIND)
                open_codes = {c for c in "ab" if sum(key[1] == c for key in given_) == 2}
                mine = {key for key in given_ if key[0] == reader or key[1] in open_codes}
                assert seen.count() == len(mine)
        settled = Mark.objects.current().filter(entrant=dayton, hand=Hand.SETTLED)
        for code in "ab":
            values = [value for key, value in given_.items() if key[1] == code]
            alike = len(values) == 2 and values[0] == values[1]
            assert settled.filter(criterion__code=code).exists() == alike
        transaction.set_rollback(True)
