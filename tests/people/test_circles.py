"""Who forms circles, who sits in them, and who may know of it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from decapolis.audit.models import AuditEntry, Concern
from decapolis.kernel.permissions import Forbidden
from decapolis.notices.models import Notice
from decapolis.organisations import actions as organisations
from decapolis.organisations.bridge import find_members
from decapolis.organisations.errors import UnknownMember
from decapolis.people import actions
from decapolis.people.actions import circles as acts
from decapolis.people.errors import CircleFull, CircleNamed, NoSuchCircle, ValueRefused
from decapolis.people.exports import held_on
from decapolis.people.models import Circle, CircleSeat, Person, seats_of
from decapolis.people.queries import circle_facts, circle_of_slug, circles, circles_of
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return people.staff(name="Sam")


@pytest.fixture
def ana():
    return people.person(name="Ana Díaz", email="ana@city.example")


@pytest.fixture
def ben():
    return people.person(name="Ben Okoye", email="ben@town.example")


def sitting(circle):
    return sorted(CircleSeat.objects.filter(circle=circle).values_list("person__name", flat=True))


def told(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("title", flat=True))


def recorded():
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


def test_staff_form_a_circle_and_its_people_are_told(staff, ana, ben):
    circle = actions.form_circle(
        by=staff, name="  Night\nmayors ", purpose="What failed at night.", people=[ana, ben, ana]
    )
    assert (circle.name, circle.slug, circle.made_by) == ("Night mayors", "night-mayors", staff)
    assert sitting(circle) == ["Ana Díaz", "Ben Okoye"]
    notice = Notice.objects.get(person=ana)
    assert (notice.title, notice.text, notice.url, notice.kind) == (
        "You are in the circle “Night mayors”.",
        "What failed at night.",
        "/desk#circles",
        "membership",
    )
    assert recorded() == ["people.circle_formed", *["people.circle_seated"] * 2]
    seated = AuditEntry.objects.filter(act="people.circle_seated")
    assert AuditEntry.objects.visible_to(ana).get() in seated  # her own entry alone
    assert not Concern.objects.filter(entry__act="people.circle_formed").exists()


def test_who_forms_a_circle_may_sit_in_it_but_nobody_comes_in_later_by_their_own_hand(staff, ana):
    own = actions.form_circle(by=staff, name="Ours", people=[staff, ana])
    assert sitting(own) == ["Ana Díaz", "Sam"]
    other = people.circle(ana)
    with pytest.raises(Forbidden, match="You cannot seat yourself"):
        actions.seat_people(by=staff, circle=other, people=[people.person(), staff])
    assert sitting(other) == ["Ana Díaz"]
    actions.seat_people(by=people.staff(), circle=other, people=[staff])
    assert sitting(other) == ["Ana Díaz", "Sam"]


@pytest.mark.parametrize("fields", [{}, {"is_reviewer": True}, {"is_operator": True}])
def test_nobody_else_forms_or_changes_a_circle(ana, fields):
    me = people.person(**fields)
    circle = people.circle(ana, me)
    closed = people.circle(ana, me, closed=timezone.now())
    for act in (
        lambda: actions.form_circle(by=me, name="Mine", people=[me]),
        lambda: actions.change_circle(by=me, circle=circle, name="Mine"),
        lambda: actions.seat_people(by=me, circle=circle, people=[people.person()]),
        lambda: actions.take_out(by=me, circle=circle, person=ana),
        lambda: actions.close_circle(by=me, circle=circle),
        lambda: actions.reopen_circle(by=me, circle=closed),
    ):
        with pytest.raises(Forbidden, match="Only network staff"):
            act()
    circle.refresh_from_db()
    assert circle.closed is None
    assert Circle.objects.count() == 2
    assert CircleSeat.objects.count() == 4
    assert not AuditEntry.objects.exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"is_member": False}, {"is_active": False}, {"left": timezone.now()}]
)
def test_only_members_sit(staff, ana, fields):
    outside = people.person(**fields)
    circle = people.circle()
    with pytest.raises(Forbidden, match="Only members"):
        actions.seat_people(by=staff, circle=circle, people=[ana, outside])
    with pytest.raises(Forbidden, match="Only members"):
        actions.form_circle(by=staff, name="Other", people=[ana, outside])
    assert not CircleSeat.objects.exists()
    assert Circle.objects.get() == circle
    CircleSeat.objects.create(circle=circle, person=outside)  # as an older fault would leave it
    assert not seats_of(outside).exists()
    assert circles_of(outside) == ()
    assert circle_facts(circle.slug, reader=staff).people == ()


def test_whoever_is_in_it_learns_that_others_can_read_now(staff, ana, ben):
    circle = people.circle(ana, name="Night mayors")
    new = actions.seat_people(by=staff, circle=circle, people=[ana, ben, people.person()])
    assert [one.name for one in new[:1]] == ["Ben Okoye"]
    assert told(ana) == ["2 more people are in the circle “Night mayors”."]
    assert "Ben" not in Notice.objects.get(person=ana).text
    assert told(ben) == ["You are in the circle “Night mayors”."]
    assert actions.seat_people(by=staff, circle=circle, people=[ana, ben]) == ()
    assert len(told(ana)) == len(told(ben)) == 1


def test_a_circle_holds_so_many_and_no_more(staff, ana, monkeypatch):
    monkeypatch.setattr(acts, "MOST_SEATS", 2)
    circle = people.circle(ana)
    with pytest.raises(CircleFull, match="at most 2 people"):
        actions.seat_people(by=staff, circle=circle, people=[people.person(), people.person()])
    assert sitting(circle) == ["Ana Díaz"]


def test_a_seat_is_taken_away_and_they_are_told(staff, ana, ben):
    circle = people.circle(ana, ben, name="Night mayors")
    assert actions.take_out(by=staff, circle=circle, person=ana)
    assert sitting(circle) == ["Ben Okoye"]
    assert told(ana) == ["You are no longer in the circle “Night mayors”."]
    assert AuditEntry.objects.visible_to(ana).get().act == "people.circle_seat_ended"
    assert not actions.take_out(by=staff, circle=circle, person=ana)
    assert len(recorded()) == len(told(ana)) == 1


def test_people_leave_by_themselves_and_once(ana, ben):
    circle = people.circle(ana, ben)
    actions.leave_circle(by=ana, circle=circle)
    assert sitting(circle) == ["Ben Okoye"]
    with pytest.raises(Forbidden, match="You do not sit"):
        actions.leave_circle(by=ana, circle=circle)
    assert recorded() == ["people.circle_left"]


def test_name_and_purpose_change_and_the_address_stays(staff, ana):
    circle = people.circle(ana, name="Night", slug="night")
    actions.change_circle(by=staff, circle=circle, name="Night mayors")
    actions.change_circle(by=staff, circle=circle, purpose="For all.")
    actions.change_circle(by=staff, circle=circle, name="Night mayors", purpose="For all. ")
    circle.refresh_from_db()
    assert (circle.slug, circle.name, circle.purpose) == ("night", "Night mayors", "For all.")
    changes = AuditEntry.objects.visible_to(ana).order_by("pk").values_list("before", "after")
    assert list(changes) == [
        ({"name": "Night"}, {"name": "Night mayors"}),
        ({"purpose": ""}, {"purpose": "For all."}),
    ]


@pytest.mark.parametrize("name", ["", " \n", "x" * 121, "y" * 5000])
def test_a_name_that_cannot_be_is_refused(staff, name):
    circle = people.circle(name="Night")
    for act in (
        lambda: actions.form_circle(by=staff, name=name),
        lambda: actions.change_circle(by=staff, circle=circle, name=name),
    ):
        with pytest.raises(ValueRefused) as refused:
            act()
        assert refused.value.field == "name"
    assert list(Circle.objects.values_list("name", flat=True)) == ["Night"]
    with pytest.raises(ValueRefused, match="at most 2000"):
        actions.form_circle(by=staff, name="Other", purpose="p" * 2001)
    assert not AuditEntry.objects.exists()


def test_two_circles_have_two_names_and_two_addresses(staff):
    first = actions.form_circle(by=staff, name="Night mayors")
    with pytest.raises(CircleNamed):
        actions.form_circle(by=staff, name="night MAYORS")
    other = actions.form_circle(by=staff, name="Night, mayors")
    assert (first.slug, other.slug) == ("night-mayors", "night-mayors-2")
    with pytest.raises(CircleNamed):
        actions.change_circle(by=staff, circle=other, name="Night mayors")
    assert actions.form_circle(by=staff, name="夜の市長").slug == "circle"
    with pytest.raises(IntegrityError), transaction.atomic():
        people.circle(name="NIGHT MAYORS")


def test_in_a_closed_circle_nobody_sits_until_it_is_open_again(staff, ana, ben):
    circle = people.circle(ana, ben, name="Night mayors")
    assert list(seats_of(ana)) == [circle.pk]
    actions.close_circle(by=staff, circle=circle)
    assert not seats_of(ana).exists()
    assert circles_of(ana) == ()
    for act in (
        lambda: actions.seat_people(by=staff, circle=circle, people=[people.person()]),
        lambda: actions.take_out(by=staff, circle=circle, person=ana),
        lambda: actions.change_circle(by=staff, circle=circle, name="Other"),
        lambda: actions.close_circle(by=staff, circle=circle),
    ):
        with pytest.raises(Forbidden, match="This circle is closed"):
            act()
    assert sitting(circle) == ["Ana Díaz", "Ben Okoye"]
    actions.reopen_circle(by=staff, circle=circle)
    actions.reopen_circle(by=staff, circle=circle)
    assert list(seats_of(ana)) == [circle.pk]
    assert told(ana) == [
        "The circle “Night mayors” was closed.",
        "The circle “Night mayors” is open again.",
    ]
    assert recorded() == ["people.circle_closed", "people.circle_reopened"]


def test_a_circle_that_was_closed_meanwhile_takes_nobody(staff, ana):
    circle = people.circle()
    stale = Circle.objects.get()
    actions.close_circle(by=staff, circle=circle)
    with pytest.raises(Forbidden, match="closed"):
        actions.seat_people(by=people.staff(), circle=stale, people=[ana])
    assert not CircleSeat.objects.exists()


def test_people_of_a_circle_see_each_other_and_others_find_nothing(staff, ana, ben):
    ours = people.circle(ana, ben, name="Ours", purpose="For two.")
    theirs = people.circle(people.person(), name="Theirs")
    closed = people.circle(ana, name="Past", closed=timezone.now())
    assert [one.name for one in circles(staff)] == ["Ours", "Theirs", "Past"]
    assert [one.people for one in circles(staff)] == [2, 1, 1]
    assert [one.name for one in circles(ana)] == ["Ours"]
    facts = circle_facts(ours.slug, reader=ana)
    assert (facts.purpose, [one.name for one in facts.people]) == (
        "For two.",
        ["Ana Díaz", "Ben Okoye"],
    )
    assert {one.email for one in facts.people} == {""}
    seen = circle_facts(ours.slug, reader=staff).people
    assert [one.email for one in seen] == ["ana@city.example", "ben@town.example"]
    assert circles_of(ana) == (facts,)
    assert circles_of(staff) == ()
    for reader in (None, AnonymousUser(), people.person(), people.person(is_operator=True)):
        assert not circles(reader).exists()
        assert circles_of(reader) == ()
        assert not seats_of(reader).exists()
        with pytest.raises(NoSuchCircle):
            circle_facts(ours.slug, reader=reader)
        with pytest.raises(NoSuchCircle):
            circle_of_slug(ours.slug, reader=reader)
    for circle in (theirs, closed):
        with pytest.raises(NoSuchCircle):
            circle_facts(circle.slug, reader=ana)


@pytest.mark.parametrize("rows", [1, 4])
def test_circles_take_a_fixed_number_of_queries(ana, staff, rows, django_assert_num_queries):
    for _number in range(rows):
        people.circle(ana, *[people.person() for _one in range(rows)])
    with django_assert_num_queries(2):
        assert len(circles_of(ana)) == rows
    with django_assert_num_queries(1):
        assert len(list(circles(staff))) == rows


def test_whose_membership_ends_sits_nowhere_until_that_is_undone(staff, ana, ben):
    ours, past = people.circle(ana, ben), people.circle(ana, closed=timezone.now())
    keys = [*seats_of(ana), past.pk]
    organisations.end_membership(by=staff, person=ana, reason="She moved.")
    assert sitting(ours) == ["Ben Okoye"]
    assert sitting(past) == []
    ended = AuditEntry.objects.filter(act="people.circle_seat_ended")
    assert ended.count() == AuditEntry.objects.visible_to(ana).filter(pk__in=ended).count() == 2
    actions.let_in(by=staff, person=ana)
    assert not seats_of(ana).exists()  # whoever is let in anew begins anew
    Person.objects.filter(pk=ana.pk).update(is_member=False)
    ana.refresh_from_db()
    organisations.renew(by=staff, person=ana, circles=keys)
    assert sitting(ours) == ["Ana Díaz", "Ben Okoye"]
    assert sitting(past) == []


def test_who_leaves_the_network_leaves_no_seat_and_no_name(ana, ben):
    ours = people.circle(ana, ben, purpose="Ask Ana Díaz (ana@city.example). Annual.")
    assert held_on(ana)["circles"] == [
        {
            "circle": ours.name,
            "for": ours.purpose,
            "since": CircleSeat.objects.get(person=ana).since,
            "closed": None,
        }
    ]
    assert held_on(people.person())["circles"] == []
    actions.erase(by=ana, person=ana)
    assert sitting(ours) == ["Ben Okoye"]
    ours.refresh_from_db()
    assert ours.purpose == "Ask A former member (A former member). Annual."


def test_members_are_found_by_address_or_whole_name(staff, ana, ben):
    typed = " ANA@city.example \n\n ben  OKOYE\nana diaz\n"
    assert find_members(typed, reader=staff) == (ana, ben)
    assert find_members(" \n ", reader=staff) == ()


def test_a_name_of_nobody_or_of_two_is_told_line_by_line(staff, ana):
    people.person(name="Ana Diaz")
    people.person(name="Guest", email="guest@city.example", is_member=False)
    with pytest.raises(UnknownMember) as refused:
        find_members("Ana Díaz\nana@city.example\nAna\nguest@city.example", reader=staff)
    assert (refused.value.field, refused.value.message) == (
        "people",
        (
            "Several members are called “Ana Díaz”. Write the address instead. "
            "No member has the name or address “Ana”. "
            "No member has the name or address “guest@city.example”."
        ),
    )
