import json

import pytest

from decapolis.audit.models import AuditEntry
from decapolis.benchmarks.actions import (
    Answer,
    Evidence,
    Said,
    answer_reply,
    check_again,
    publish,
    reply,
    withdraw,
)
from decapolis.benchmarks.bridge.running import again, same_result
from decapolis.benchmarks.choices import Hand, ReplyState, State
from decapolis.benchmarks.errors import (
    AlreadyAnswered,
    MarkOutOfRange,
    NoRun,
    NotBuilt,
    ProofRefused,
    ReplyOpen,
    TextMissing,
)
from decapolis.benchmarks.models import Edition, Mark, Proof, Reply, Run
from decapolis.benchmarks.queries.marks import history, replies_of
from decapolis.kernel.permissions import Forbidden
from decapolis.notices.models import Notice
from decapolis.rights.queries import held_on
from tests.factories import benchmarks, cities, hats, people

pytestmark = pytest.mark.django_db
TEXT = "We have a plan since 2020; it names the budget."
WHY = "The plan is public and names every year."
SHOWN = Evidence(url="https://dayton.example/plan", page="7")


@pytest.fixture
def edition():
    return benchmarks.published()


@pytest.fixture
def dayton(edition):
    return benchmarks.entrant(edition)


@pytest.fixture
def leaf(edition):
    return benchmarks.leaf(edition)


# -- a run and its recipe


def test_a_run_holds_scores_places_intervals_and_groups(edition):
    result = Run.objects.get().result
    assert result["scores"] == [3, 2]
    assert result["ranks"] == [1, 2]
    assert (result["low"], result["high"], result["group"]) == ([1, 2], [1, 2], [1, 2])
    assert (result["first"], result["over_next"]) == ([1.0, 0.0], [1.0, None])
    assert result["above"] == [[0.5, 1.0], [0.0, 0.5]]
    json.dumps(result, allow_nan=False)


def test_a_run_is_made_again_from_its_recipe_also_when_the_marks_have_changed(edition, dayton):
    run = Run.objects.get()
    Mark.objects.filter(entrant=dayton).update(value=0)
    made = again(Run.objects.get(pk=run.pk))
    assert same_result(made.result, run.result)
    assert (made.digest, made.inputs, made.spec) == (run.digest, run.inputs, run.spec)


def test_a_member_checks_a_run_and_reads_whether_it_is_the_same_and_up_to_date(edition, dayton):
    member = people.person()
    checked = check_again(by=member, edition=edition)
    assert (checked.is_same, checked.is_up_to_date) == (True, True)
    Mark.objects.filter(entrant=dayton).update(value=0)
    checked = check_again(by=member, edition=edition)
    assert (checked.is_same, checked.is_up_to_date) == (True, False)
    run = Run.objects.get()
    run.result["scores"][0] = 4
    run.save()
    assert not check_again(by=member, edition=edition).is_same
    assert AuditEntry.objects.filter(act="benchmarks.run_checked").count() == 3


def test_nobody_checks_what_they_may_not_see(edition):
    with pytest.raises(Forbidden):
        check_again(by=None, edition=edition)
    Edition.objects.update(state=State.SETTLING)
    with pytest.raises(NoRun):
        check_again(by=people.person(), edition=edition)
    assert not AuditEntry.objects.exists()


def test_an_index_that_cannot_be_made_is_not_published():
    edition = benchmarks.edition(state=State.SETTLING)
    for number, one in enumerate(edition.entrants.all()):
        benchmarks.mark(benchmarks.entrant(edition, one.name), "a", number)
    with pytest.raises(NotBuilt, match="No unit has a value for b"):
        publish(by=people.staff(), edition=edition)
    assert Edition.objects.get().state == State.SETTLING
    assert not Run.objects.exists()


def test_staff_withdraw_with_a_reason_and_it_stays_readable(edition, dayton):
    speaker = hats.speaker(dayton.city)
    for by, why, error in [(people.person(), WHY, Forbidden), (people.staff(), "", TextMissing)]:
        with pytest.raises(error):
            withdraw(by=by, edition=edition, why=why)
    withdraw(by=people.staff(), edition=edition, why=WHY)
    held = Edition.objects.visible_to(None).get()
    assert (held.state, held.why_withdrawn) == (State.WITHDRAWN, WHY)
    assert Notice.objects.get(person=speaker).text == WHY
    publish(by=people.staff(), edition=edition)
    assert Edition.objects.get().why_withdrawn == ""
    assert Run.objects.count() == 1  # nothing changed, so it is the same run


# -- a city's right of reply


def test_a_city_replies_with_proof_and_network_staff_are_told(dayton, leaf, edition):
    staff, speaker = people.staff(), hats.speaker(dayton.city, name="Dora")
    reply(by=speaker, entrant=dayton, criterion=leaf, said=Said(TEXT, 4, SHOWN))
    notice = Notice.objects.get()
    assert (notice.person_id, notice.title) == (staff.pk, "Dayton replies to A")
    (fact,) = replies_of(edition, reader=None)
    assert (fact.text, fact.wants, fact.url, fact.page, fact.state, fact.by) == (
        TEXT, 4, SHOWN.url, "7", "open", "",
    )  # fmt: skip
    assert replies_of(edition, reader=people.person())[0].by == "Dora"
    assert AuditEntry.objects.get().act == "benchmarks.replied"
    with pytest.raises(ReplyOpen):
        reply(by=speaker, entrant=dayton, criterion=leaf, said=Said(TEXT))
    assert Reply.objects.count() == 1


def test_only_the_city_replies_and_only_to_what_is_published(dayton, leaf):
    speaker = hats.speaker(dayton.city)
    for by in (people.person(), people.staff(), hats.speaker(cities.city("Akron"))):
        with pytest.raises(Forbidden):
            reply(by=by, entrant=dayton, criterion=leaf, said=Said(TEXT))
    for said, error in [
        (Said("No."), TextMissing),
        (Said(TEXT, 4), ProofRefused),
        (Said(TEXT, 9, SHOWN), MarkOutOfRange),
        (Said(TEXT, 4, Evidence(url="ftp://x")), ProofRefused),
    ]:
        with pytest.raises(error):
            reply(by=speaker, entrant=dayton, criterion=leaf, said=said)
    Edition.objects.update(state=State.SETTLING)
    with pytest.raises(Forbidden, match="published"):
        reply(by=speaker, entrant=dayton, criterion=leaf, said=Said(TEXT))
    assert not Reply.objects.exists()


def test_a_reply_that_is_upheld_changes_the_mark_and_makes_a_new_run(edition, dayton, leaf):
    staff, speaker = people.staff(), hats.speaker(dayton.city)
    waits = benchmarks.reply(dayton, by=speaker)
    before = Run.objects.get()
    answered = answer_reply(by=staff, reply=waits, answer=Answer(is_upheld=True, text=WHY))
    assert answered.state == ReplyState.UPHELD
    after = Run.objects.current().get()
    assert after.pk != before.pk
    assert (before.result["scores"], after.result["scores"]) == ([3, 2], [3.5, 2])
    facts = history(dayton, leaf, reader=None)
    assert [(fact.value, fact.note) for fact in facts] == [(4, WHY), (3, "As read.")]
    assert Proof.objects.get().url == waits.url
    assert Notice.objects.get(person=speaker).text == WHY
    entry = AuditEntry.objects.get(act="benchmarks.reply_answered")
    assert entry.after == {"state": "upheld", "a": 4.0}
    with pytest.raises(AlreadyAnswered):
        answer_reply(by=staff, reply=waits, answer=Answer(is_upheld=False, text=WHY))


def test_a_reply_that_is_not_upheld_changes_nothing_but_says_why(edition, dayton, leaf):
    waits = benchmarks.reply(dayton)
    answer_reply(by=people.staff(), reply=waits, answer=Answer(is_upheld=False, text=WHY))
    assert Reply.objects.get().answer == WHY
    assert Run.objects.count() == 1
    assert Mark.objects.filter(hand=Hand.SETTLED).count() == 4


def test_who_may_not_answer_and_what_is_no_answer(edition, dayton):
    waits = benchmarks.reply(dayton, wants=None)
    of_city = hats.speaker(dayton.city, is_staff=True)
    for by, answer, error in [
        (people.person(), Answer(is_upheld=True, text=WHY, value=4), Forbidden),
        (of_city, Answer(is_upheld=True, text=WHY, value=4), Forbidden),
        (people.staff(), Answer(is_upheld=True, text=WHY), MarkOutOfRange),
        (people.staff(), Answer(is_upheld=True, text=WHY, value=5), MarkOutOfRange),
        (people.staff(), Answer(is_upheld=True, text="", value=4), TextMissing),
    ]:
        with pytest.raises(error):
            answer_reply(by=by, reply=waits, answer=answer)
    assert Reply.objects.get().state == ReplyState.OPEN
    assert Run.objects.count() == 1


def test_what_someone_marked_and_replied_is_in_their_file_and_in_nobody_elses(dayton):
    speaker = hats.speaker(dayton.city)
    benchmarks.reply(dayton, by=speaker)
    benchmarks.mark(dayton, "b", 1, Hand.SELF, by=speaker, note="Our budget.")
    held = held_on(speaker)["benchmarks"]
    assert held["marks"][0]["note"] == "Our budget."
    assert held["replies"][0]["text"] == "We have a plan."
    assert not any(held_on(people.person())["benchmarks"].values())
