"""What follows approval: reviews, reports, targets, the hand-over and the way into the library."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from decapolis.audit.models import AuditEntry
from decapolis.initiatives.actions import (
    becoming,
    calendars,
    handover,
    lines,
    reports,
    reviews,
    stages,
    targets,
)
from decapolis.initiatives.choices import LineKind, Stage
from decapolis.initiatives.errors import (
    AnsweredAlready,
    DraftTaken,
    LineFaulty,
    LinkSpent,
    NotEnded,
    NothingSaid,
    ValueRefused,
    WhyMissing,
)
from decapolis.initiatives.models import Ask, Reading, Report, Review, TargetChange
from decapolis.initiatives.queries.asking import ask_of, link_token
from decapolis.initiatives.queries.calendars import calendar_of, calendar_path
from decapolis.initiatives.queries.initiatives import seat_of
from decapolis.initiatives.tasks import send_ask
from decapolis.kernel.permissions import Forbidden
from decapolis.library.models import Draft, Practice
from decapolis.notices.models import Notice
from decapolis.people.choices import Seat
from tests.factories import cities, hats, people
from tests.factories import initiatives as make

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
SAID = reviews.ReviewAnswer(on_track=False, went_wrong="The state fund said no.")


def approved(**fields):
    return make.owned(stage=Stage.APPROVED, **fields)


def test_approval_makes_four_reviews_and_they_move_with_it():
    one, owner = make.owned(stage=Stage.PLAN)
    stages.set_stage(by=owner, initiative=one, stage=Stage.APPROVED)
    today = timezone.localdate()
    due = {each.day: each.due for each in Review.objects.filter(initiative=one)}
    assert due == {days: today + timedelta(days=days) for days in (30, 90, 180, 365)}
    stages.set_stage(by=owner, initiative=one, stage=Stage.RUNNING)
    assert Review.objects.count() == 4
    Review.objects.filter(day=30).update(answered=timezone.now())
    stages.set_stage(by=owner, initiative=one, stage=Stage.PLAN)
    assert [each.day for each in Review.objects.all()] == [30]
    stages.set_stage(by=owner, initiative=one, stage=Stage.RUNNING)
    assert Review.objects.waiting().count() == 3


def test_a_review_that_is_due_asks_the_owner_alone_once_and_again_after_a_week():
    one, owner = approved()
    make.seated(one, Seat.MEMBER)
    make.seated(one, Seat.EXPERT)
    make.review(one, day=30, due=date(2027, 5, 30))
    make.review(one, day=90, due=date(2027, 7, 30))
    days = (0, 1, 8, 20, 40)
    asked = [reviews.remind_of_reviews(by=None, now=NOW + timedelta(days=day)) for day in days]
    assert asked == [1, 0, 1, 0, 0]
    ask = Ask.objects.get()
    assert (ask.person, ask.review.day) == (owner, 30)
    assert {note.person for note in Notice.objects.all()} == {owner}


def test_the_letter_goes_to_whom_it_is_for_and_tells_nothing_but_the_title():
    one, owner = approved(challenge="Secret lamps", title="Light")
    make.review(one, due=date(2027, 5, 30))
    reviews.remind_of_reviews(by=None, now=NOW)
    assert send_ask.call(Ask.objects.get().pk) == "sent"
    [letter] = mail.outbox
    assert letter.to == [owner.email]
    assert "/initiatives/answer/" in letter.body
    assert "Light" in letter.subject
    assert "Secret" not in letter.body


@pytest.mark.parametrize("meanwhile", ["answered", "unseated", "stopped"])
def test_no_letter_goes_out_for_what_is_not_asked_any_more(meanwhile):
    one, owner = approved()
    held = make.review(one)
    ask = make.ask(one, owner, review=held)
    if meanwhile == "answered":
        reviews.answer_review(by=owner, review=held, answer=SAID)
    elif meanwhile == "unseated":
        one.team.seats.all().delete()
    else:
        stages.set_stage(by=owner, initiative=one, stage=Stage.STOPPED, why="No money.")
    assert send_ask.call(ask.pk) == "not wanted any more"
    assert not mail.outbox


def test_a_review_is_answered_once_and_the_same_answer_again_is_that_one():
    one, owner = approved()
    held = make.review(one)
    first = reviews.answer_review(by=owner, review=held, answer=SAID)
    again = reviews.answer_review(by=owner, review=held, answer=SAID)
    assert again.answered == first.answered
    assert AuditEntry.objects.filter(act="initiatives.review_answered").count() == 1
    with pytest.raises(AnsweredAlready):
        reviews.answer_review(by=owner, review=held, answer=reviews.ReviewAnswer(on_track=True))
    assert Review.objects.get().on_track is False


def test_an_empty_answer_and_one_of_a_guest_or_of_staff_are_refused():
    one, owner = approved()
    held = make.review(one)
    with pytest.raises(NothingSaid):
        reviews.answer_review(by=owner, review=held, answer=reviews.ReviewAnswer(changes="  "))
    for other in (make.seated(one, Seat.EXPERT), people.staff()):
        with pytest.raises(Forbidden):
            reviews.answer_review(by=other, review=held, answer=SAID)
        with pytest.raises(Forbidden):
            reports.write_report(by=other, initiative=one, given=reports.ReportGiven(done="Lamps"))
    assert Review.objects.get().answered is None
    assert not Report.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_report_is_asked_for_once_a_month_of_what_is_under_way():
    one, owner = approved()
    make.owned(stage=Stage.PLAN)
    one.steps.update(stage=Stage.APPROVED, at=NOW - timedelta(days=40))
    days = (0, 1, 29, 30)
    asked = [reports.ask_for_reports(by=None, now=NOW + timedelta(days=day)) for day in days]
    assert asked == [1, 0, 0, 1]
    assert {ask.person for ask in Ask.objects.all()} == {owner}


def test_a_question_takes_one_report_however_often_it_is_sent():
    one, owner = approved()
    ask = make.ask(one, owner)
    given = reports.ReportGiven(on_track=True, done="Lamps are bought.")
    first = reports.write_report(by=owner, initiative=one, given=given, ask=ask)
    other = reports.ReportGiven(done="Sent again")
    assert reports.write_report(by=owner, initiative=one, given=other, ask=ask) == first
    assert Report.objects.count() == 1
    assert Ask.objects.get().answered is not None


def test_a_link_ends_with_the_seat():
    one, owner = approved()
    token = link_token(make.ask(one, owner))
    assert ask_of(token).person == owner
    one.team.seats.update(seat=Seat.READER)
    with pytest.raises(LinkSpent):
        ask_of(token)


def test_a_target_of_an_approved_plan_changes_with_a_reason_alone_and_keeps_the_old_one():
    one, owner = approved()
    measure = make.line(one, "measure", target=50.0, due=date(2029, 1, 1), unit="%")
    later = date(2030, 1, 1)
    with pytest.raises(WhyMissing):
        targets.change_target(by=owner, measure=measure, target=40.0, due=later, why=" ")
    with pytest.raises(LineFaulty, match="with the reason"):
        lines.put_line(by=owner, plan=one.plan, kind=LineKind.MEASURE, line=measure,
                       values={"target": "40"})  # fmt: skip
    measure.refresh_from_db()
    assert (measure.target, TargetChange.objects.count()) == (50.0, 0)
    targets.change_target(by=owner, measure=measure, target=40.0, due=later, why="Dearer offers.")
    change = TargetChange.objects.get()
    assert (change.before, change.after, change.before_due) == (50.0, 40.0, date(2029, 1, 1))
    assert change.why == "Dearer offers."
    again = targets.change_target(by=owner, measure=measure, target=40.0, due=later, why="")
    assert again is None
    lines.put_line(by=owner, plan=one.plan, kind=LineKind.MEASURE, line=measure,
                   values={"title": "Lamps lit"})  # fmt: skip


def test_while_the_plan_is_drafted_targets_change_freely():
    one, owner = make.owned(stage=Stage.PLAN)
    measure = make.line(one, "measure", target=50.0)
    lines.put_line(by=owner, plan=one.plan, kind=LineKind.MEASURE, line=measure,
                   values={"target": "40"})  # fmt: skip
    measure.refresh_from_db()
    assert measure.target == 40.0


def test_a_value_is_kept_once_and_none_of_a_day_to_come():
    one, owner = approved()
    measure = make.line(one, "measure")
    told = {"on": date(2026, 1, 1), "value": 6900.0, "source": "Bills"}
    first = targets.add_reading(by=owner, measure=measure, **told)
    assert targets.add_reading(by=owner, measure=measure, **told) == first
    with pytest.raises(ValueRefused):
        targets.add_reading(by=owner, measure=measure, **told | {"on": date(2999, 1, 1)})
    with pytest.raises(ValueRefused):
        targets.add_reading(by=owner, measure=measure, **told | {"value": float("nan")})
    assert Reading.objects.count() == 1


def test_what_is_written_here_is_read_in_the_log_by_the_team_alone():
    one, owner = approved()
    member = make.seated(one)
    targets.add_reading(by=owner, measure=make.line(one, "measure"), on=date(2026, 1, 1),
                        value=1.0, source="")  # fmt: skip
    reports.write_report(by=owner, initiative=one, given=reports.ReportGiven(done="Lamps"))
    assert AuditEntry.objects.visible_to(member).count() == 2
    for other in (people.staff(), people.person(), None):
        assert not AuditEntry.objects.visible_to(other).exists()
        assert not Report.objects.visible_to(other).exists()
        assert not Ask.objects.visible_to(other).exists()


def test_a_new_mayor_gets_the_seat_and_who_had_it_reads_along():
    one, owner = approved()
    old, new = make.seated(one, Seat.SPONSOR), people.person()
    handover.hand_over(by=owner, initiative=one, to=new)
    assert (seat_of(new, one), seat_of(old, one)) == (Seat.SPONSOR, Seat.READER)
    urls = set(Notice.objects.filter(person=new).values_list("url", flat=True))
    assert f"{one.path}/handover" in urls
    with pytest.raises(Forbidden):
        handover.hand_over(by=make.seated(one), initiative=one, to=old)
    assert seat_of(old, one) == Seat.READER


def stopped():
    """Return an initiative that was stopped, with what it planned and what came of it."""
    city = cities.city(iso2="US")
    owner = hats.speaker(city)
    one = make.initiative(
        owner, city=city, stage=Stage.STOPPED, title="Light every street", themes=["energy"],
        why_ended="The state fund said no, and the city has no money of its own.",
        ended=date(2028, 5, 1), plan={"objective": "All streets are lit.",
                                      "starts": date(2027, 2, 1)},
    )  # fmt: skip
    make.line(one, "cost", title="Lamps", amount=3_900_000, source="Offer", spent=410_000,
              spent_source="Accounts of 2028", quantity=9800, unit="lamp")  # fmt: skip
    measure = make.line(one, "measure", title="Power", unit="MWh", baseline=7400.0, target=3700.0,
                        direction="lower-is-better")  # fmt: skip
    make.reading(measure, value=6900.0, on=date(2028, 4, 1), source="Bills of 2028")
    make.line(one, "evidence", title="A review", url="https://example.org/review")
    return one, owner


def test_a_stopped_initiative_becomes_a_draft_that_says_why_with_real_beside_planned():
    one, owner = stopped()
    draft = becoming.become_practice(by=owner, initiative=one)
    told = draft.record
    assert told["status"] == "cancelled"
    assert told["setback"]["text"].startswith("The state fund said no")
    assert "result" not in told
    assert told["visibility"] == "team"
    costs = {row["nature"]: row for row in told["costs"]}
    assert (costs["planned"]["amount"], costs["spent"]["amount"]) == ("3900000", "410000")
    assert costs["spent"]["covers"] == "Lamps (source: Accounts of 2028)"
    [power] = told["outcomes"]
    assert (power["value"], power["expected"], power["baseline"]) == (6900.0, 3700.0, 7400.0)
    assert (power["good"], power["kind"]) == (False, "measured")
    assert becoming.become_practice(by=owner, initiative=one) == draft
    with pytest.raises(DraftTaken):
        becoming.become_practice(by=make.seated(one), initiative=one)
    assert Draft.objects.count() == 1


def test_the_draft_goes_through_the_librarys_own_door_and_the_initiative_leads_to_it():
    one, owner = stopped()
    draft = becoming.become_practice(by=owner, initiative=one)
    practice = becoming.publish_draft(by=owner, draft=draft).practice
    assert (practice.status, practice.visibility) == ("cancelled", "team")
    one.refresh_from_db()
    assert (one.became, one.draft) == (practice, None)
    assert not becoming.name_practice(by=owner, initiative=one, practice=practice)
    with pytest.raises(ValueRefused):
        becoming.name_practice(by=owner, initiative=one, practice=Practice())


def test_what_others_decide_on_leads_to_its_practice_once_they_accept_it():
    one, _owner = stopped()
    guest = make.seated(one)
    draft = becoming.become_practice(by=guest, initiative=one)
    with pytest.raises(Forbidden):
        becoming.publish_draft(by=guest, draft=draft)
    draft.record["visibility"] = "public"
    handed = becoming.suggest_draft(by=guest, draft=draft)
    one.refresh_from_db()
    assert one.became is None
    with pytest.raises(DraftTaken):
        becoming.become_practice(by=guest, initiative=one)
    version = becoming.accept_suggestion(by=people.staff(), suggestion=handed)
    one.refresh_from_db()
    assert one.became == version.practice


def test_the_rest_of_the_team_is_told_of_a_stage_and_nobody_else():
    one, owner = make.owned(stage=Stage.PLAN, title="Lamps")
    guest, _other = make.seated(one, Seat.READER), people.staff()
    stages.set_stage(by=owner, initiative=one, stage=Stage.APPROVED, why="Minute 7.")
    [notice] = Notice.objects.all()
    assert (notice.person, notice.title, notice.text) == (guest, "“Lamps”: Approved.", "Minute 7.")
    assert (notice.url, notice.due is None) == (one.path, False)  # and by mail


def test_a_calendar_reads_the_days_by_its_address_until_it_or_the_seat_ends():
    one, owner = approved()
    guest = make.seated(one, Seat.READER)
    assert calendar_path(one, guest) == ""
    with pytest.raises(Forbidden):
        calendars.give_calendar(by=people.staff(), initiative=one)
    made = calendars.give_calendar(by=guest, initiative=one)
    token = calendar_path(one, guest).rpartition("/")[2].removesuffix(".ics")
    assert calendar_of(token) == made
    again = calendars.give_calendar(by=guest, initiative=one)
    for spent in (token, "not-ours"):
        with pytest.raises(LinkSpent):
            calendar_of(spent)
    token = calendar_path(one, guest).rpartition("/")[2].removesuffix(".ics")
    assert calendar_of(token) == again
    one.team.seats.filter(person=guest).delete()
    with pytest.raises(LinkSpent):
        calendar_of(token)
    assert calendars.end_calendar(by=guest, initiative=one)
    assert not calendars.end_calendar(by=owner, initiative=one)


def test_what_has_not_ended_becomes_nothing():
    one, owner = approved()
    with pytest.raises(NotEnded):
        becoming.become_practice(by=owner, initiative=one)
    assert not Draft.objects.exists()
