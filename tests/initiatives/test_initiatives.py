"""Initiatives: begun, seated, opened, taken on and ended; and who left."""

import pytest

from decapolis.audit.models import AuditEntry
from decapolis.canvas.actions.templates import put_shipped_templates
from decapolis.initiatives.actions import calendars, initiatives, opening, stages, teams
from decapolis.initiatives.choices import Opened, Stage
from decapolis.initiatives.errors import LinkSpent, ValueRefused, WhyMissing
from decapolis.initiatives.models import Draw, Initiative, StageChange
from decapolis.initiatives.queries.calendars import calendar_of, calendar_path
from decapolis.initiatives.queries.initiatives import (
    initiative_facts,
    opened_initiatives,
    orphans_of,
    own_initiatives,
    seat_of,
)
from decapolis.kernel.permissions import Forbidden
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.notices.exports import letter_of
from decapolis.notices.models import Notice
from decapolis.notices.queries import notices_of
from decapolis.organisations.actions import end_membership
from decapolis.people.actions import let_go
from decapolis.people.choices import Seat
from decapolis.people.errors import NoLeadLeft
from decapolis.people.models import TeamSeat
from decapolis.rights.actions import leave
from decapolis.rights.queries import held_on
from tests.factories import benchmarks, boards, cities, hats, library, people
from tests.factories import initiatives as make

pytestmark = pytest.mark.django_db


def begin(by, city, **more):
    values = {"title": "Light every street", "challenge": "One lamp in nine is dark."}
    return initiatives.begin_initiative(by=by, city=city, **values | more)


def test_who_speaks_for_a_city_begins_one_with_team_board_plan_and_a_practice():
    put_shipped_templates()
    city = cities.city(iso2="US")
    ann, practice = hats.speaker(city), library.practice()
    made = begin(ann, city, themes=["energy"], practice=practice)
    assert seat_of(ann, made) == Seat.OWNER
    assert made.board.team_id == made.team_id
    assert made.board.version.template.slug == initiatives.FIRST_CANVAS
    assert (made.plan.currency, made.stage, made.opened) == ("USD", Stage.INTERVIEW, Opened.TEAM)
    assert [(one.practice, one.is_first) for one in made.draws.all()] == [(practice, True)]
    assert [step.stage for step in made.steps.all()] == [Stage.INTERVIEW]


@pytest.mark.parametrize("who", ["member", "staff", "stranger"])
def test_nobody_else_begins_one(who):
    city = cities.city()
    makers = {"member": people.person, "staff": people.staff}
    by = makers[who]() if who in makers else hats.speaker(cities.city("Toledo"))
    with pytest.raises(Forbidden, match="speaks for Dayton"):
        begin(by, city)
    assert not Initiative.objects.exists()
    assert not TeamSeat.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"challenge": ""}, "challenge"),
        ({"themes": ["gold"]}, "themes"),
    ],
)
def test_what_will_not_do_is_told_and_nothing_is_begun(more, field):
    city = cities.city()
    with pytest.raises(ValueRefused) as told:
        begin(hats.speaker(city), city, **more)
    assert told.value.field == field
    assert not Initiative.objects.exists()


def test_it_draws_only_on_what_the_writer_may_read_and_follows_a_theory_of_its_city():
    one, owner = make.owned()
    hidden = library.practice(visibility="team")
    with pytest.raises(ValueRefused, match="no such practice"):
        initiatives.draw_on(by=owner, initiative=one, practice=hidden)
    theory = benchmarks.theory(one.city, slug="lamps")
    initiatives.change_initiative(by=owner, initiative=one, values={"theory": theory.slug})
    with pytest.raises(ValueRefused, match="no such theory"):
        initiatives.change_initiative(by=owner, initiative=one, values={"theory": "nowhere"})
    assert initiative_facts(one, reader=owner).theory_title == theory.title
    assert not Draw.objects.exists()


def test_a_practice_is_drawn_on_once_and_let_go_of():
    one, owner = make.owned()
    practice = library.practice()
    for why in ("Its price.", "Its price and its delay.", ""):
        initiatives.draw_on(by=owner, initiative=one, practice=practice, why=why)
    assert [(row.why, row.is_first) for row in one.draws.all()] == [
        ("Its price and its delay.", True)
    ]
    assert initiatives.end_draw(by=owner, initiative=one, practice=practice)
    assert not initiatives.end_draw(by=owner, initiative=one, practice=practice)


def test_who_gets_a_seat_is_told_and_reads_it_from_then_on():
    one, owner = make.owned()
    ben = people.person()
    assert not own_initiatives(ben)
    assert teams.seat(by=owner, initiative=one, person=ben, seat=Seat.EXPERT)
    assert [row.seat for row in own_initiatives(ben)] == ["expert"]
    notice = Notice.objects.get(person=ben)
    assert (notice.url, one.title in notice.title) == (one.path, True)
    assert not teams.seat(by=owner, initiative=one, person=ben, seat=Seat.MEMBER)
    assert seat_of(ben, one) == Seat.MEMBER
    assert Notice.objects.filter(person=ben).count() == 1


def test_only_members_of_the_network_get_a_seat():
    one, owner = make.owned()
    with pytest.raises(Forbidden, match="Only members"):
        teams.seat(
            by=owner, initiative=one, person=people.person(is_member=False), seat=Seat.READER
        )
    assert TeamSeat.objects.count() == 1


@pytest.mark.parametrize("seat", ["member", "expert", "reader", ""])
def test_only_owner_and_sponsor_seat_open_and_take_on(seat):
    one, _owner = make.owned()
    by, other = make.seated(one, seat) if seat else people.staff(), people.person()
    for act in (
        lambda: teams.seat(by=by, initiative=one, person=other, seat=Seat.OWNER),
        lambda: opening.open_initiative(by=by, initiative=one, opened=Opened.PUBLIC),
        lambda: stages.set_stage(by=by, initiative=one, stage=Stage.DONE),
    ):
        with pytest.raises(Forbidden):
            act()
    one.refresh_from_db()
    assert (one.opened, one.stage) == (Opened.TEAM, Stage.INTERVIEW)
    assert not TeamSeat.objects.filter(person=other).exists()


def test_a_team_keeps_an_owner():
    one, owner = make.owned()
    ben = make.seated(one)
    with pytest.raises(NoLeadLeft):
        teams.unseat(by=owner, initiative=one, person=owner)
    with pytest.raises(NoLeadLeft):
        teams.seat(by=owner, initiative=one, person=owner, seat=Seat.READER)
    teams.seat(by=owner, initiative=one, person=ben, seat=Seat.OWNER)
    assert teams.unseat(by=owner, initiative=one, person=owner)
    assert [row.person for row in TeamSeat.objects.all()] == [ben]


def test_where_the_owner_leaves_the_network_the_sponsor_owns_it_else_a_team_member():
    one, owner = make.owned()
    expert, member = make.seated(one, Seat.EXPERT), make.seated(one)
    sponsor = make.seated(one, Seat.SPONSOR)
    leave(by=owner, person=owner)
    assert seat_of(sponsor, one) == Seat.OWNER
    let_go(by=people.staff(), person=sponsor, reason="Moved away.")
    assert (seat_of(member, one), seat_of(expert, one)) == (Seat.OWNER, Seat.EXPERT)


def test_what_nobody_leads_is_taken_over_by_who_speaks_for_its_city():
    one, owner = make.owned()
    expert, other = make.seated(one, Seat.EXPERT), hats.speaker(cities.city("Toledo"))
    successor = hats.speaker(one.city)
    with pytest.raises(Forbidden, match="somebody who leads"):
        teams.take_over(by=successor, initiative=one)
    leave(by=owner, person=owner)
    assert [row.key for row in orphans_of(successor)] == [one.key]
    assert not orphans_of(other)
    with pytest.raises(Forbidden):
        teams.take_over(by=other, initiative=one)
    teams.take_over(by=successor, initiative=one)
    assert seat_of(successor, one) == Seat.OWNER
    assert Notice.objects.filter(person=expert).count() == 1
    assert not orphans_of(successor)


def test_stages_go_on_and_back_and_each_step_is_kept_with_its_reason():
    one, owner = make.owned()
    stages.set_stage(by=owner, initiative=one, stage=Stage.PLAN)
    stages.set_stage(by=owner, initiative=one, stage=Stage.CANVAS, why="The money was cut.")
    stages.set_stage(by=owner, initiative=one, stage=Stage.CANVAS)
    steps = StageChange.objects.filter(initiative=one).values_list("stage", "why")
    assert list(steps) == [
        ("interview", ""), ("plan", ""), ("canvas", "The money was cut."),
    ]  # fmt: skip


def test_who_stops_it_says_why_and_so_does_who_takes_it_up_again():
    one, owner = make.owned()
    with pytest.raises(WhyMissing):
        stages.set_stage(by=owner, initiative=one, stage=Stage.STOPPED, why="  ")
    stages.set_stage(by=owner, initiative=one, stage=Stage.STOPPED, why="No lamp maker bid.")
    assert (one.why_ended, one.ended is not None) == ("No lamp maker bid.", True)
    with pytest.raises(WhyMissing):
        stages.set_stage(by=owner, initiative=one, stage=Stage.PLAN)
    stages.set_stage(by=owner, initiative=one, stage=Stage.PLAN, why="Two bid now.")
    one.refresh_from_db()
    assert (one.stage, one.why_ended, one.ended) == (Stage.PLAN, "", None)


def test_what_is_opened_is_read_by_others_without_team_and_steps_and_closed_again():
    one, owner = make.owned()
    member = people.person()
    opening.open_initiative(by=owner, initiative=one, opened=Opened.NETWORK)
    assert [row.seat for row in opened_initiatives(member)] == [""]
    facts = initiative_facts(one, reader=member)
    assert (facts.team, facts.steps, facts.dates, facts.board) == ((), (), (), "")
    assert not facts.may_read_plan
    assert not opened_initiatives(None)
    opening.open_initiative(by=owner, initiative=one, opened=Opened.PUBLIC, shows_plan=True)
    assert [row.key for row in opened_initiatives(None)] == [one.key]
    assert initiative_facts(one, reader=None).may_read_plan
    opening.open_initiative(by=owner, initiative=one, opened=Opened.TEAM, shows_plan=True)
    one.refresh_from_db()
    assert not one.shows_plan
    assert not opened_initiatives(member)


def test_the_log_of_a_closed_initiative_is_its_teams_alone():
    one, owner = make.owned()
    colleague, staff = make.seated(one), people.staff()
    stages.set_stage(by=owner, initiative=one, stage=Stage.PLAN)
    entries = AuditEntry.objects.filter(act="initiatives.stage_changed")
    assert entries.visible_to(colleague).count() == 1
    assert not entries.visible_to(staff).exists()
    assert not entries.visible_to(None).exists()


def test_who_leaves_takes_their_name_out_of_the_plans_of_their_teams():
    one, owner = make.owned()
    ben = make.seated(one, name="Ben Okafor")
    line = make.line(one, owner="Ben Okafor", about="Ask Ben Okafor, not Ben.")
    report = make.report(one, by=ben, done="Ben Okafor bought lamps.")
    held = held_on(ben)["initiatives"]
    assert [seat["initiative"] for seat in held["seats"]] == [one.title]
    assert [row["done"] for row in held["reports"]] == ["Ben Okafor bought lamps."]
    leave(by=ben, person=ben)
    line.refresh_from_db()
    report.refresh_from_db()
    assert line.owner == "A former member"
    assert line.about == "Ask A former member, not Ben."
    assert report.done == "A former member bought lamps."
    assert not TeamSeat.objects.filter(person=ben).exists()
    assert seat_of(owner, one) == Seat.OWNER


WAYS_OUT = ("unseated", "left", "let go")


def goes(way, one, owner, guest):
    if way == "let go":
        end_membership(by=people.staff(), person=guest, reason="Moved away.")
    else:
        teams.unseat(by=owner if way == "unseated" else guest, initiative=one, person=guest)


@pytest.mark.parametrize("way", WAYS_OUT)
def test_who_is_out_is_told_nothing_more_of_what_the_team_was_told_before(way):
    one, owner = make.owned(title="Light every street")
    other, _owner = make.owned(title="Clean water")
    guest = make.seated(one)
    boards.seat(other.team, guest, Seat.READER)
    for each in (one, other):
        told = Told(f"“{each.title}”: Stopped.", "The money is gone.", each.path)
        notify(by=None, people=[guest, owner], kind=Kind.INITIATIVES, told=told, subject=each)
    given = list(Notice.objects.filter(person=guest).values_list("pk", flat=True))
    goes(way, one, owner, guest)
    seen = " ".join(f"{told.title} {told.text}" for told in notices_of(guest))
    assert "“Light every street”: Stopped." not in seen
    assert ("Clean water" in seen) == (way != "let go")  # all seats end with a membership
    letter = letter_of(person_id=guest.pk, notice_ids=given)
    assert "Light" not in str(letter)
    assert "“Light every street”: Stopped." in [told.title for told in notices_of(owner)]


@pytest.mark.parametrize("way", WAYS_OUT)
def test_an_address_of_the_days_stays_dead_when_somebody_comes_back(way):
    one, owner = make.owned()
    guest = make.seated(one)
    calendars.give_calendar(by=guest, initiative=one)
    token = calendar_path(one, guest).rpartition("/")[2].removesuffix(".ics")
    goes(way, one, owner, guest)
    assert calendar_path(one, guest) == ""
    guest.refresh_from_db()
    guest.is_member = True
    guest.save()
    teams.seat(by=owner, initiative=one, person=guest, seat=Seat.MEMBER)
    assert calendar_path(one, guest) == ""
    with pytest.raises(LinkSpent):
        calendar_of(token)
    calendars.give_calendar(by=guest, initiative=one)
    teams.seat(by=owner, initiative=one, person=guest, seat=Seat.READER)  # another seat, not none
    assert calendar_path(one, guest)
