"""Who may see what, said a second time and without the program's own querysets."""

from typing import Any

from django.db.models import Model

from decapolis.access.models import Delivery, Token, Webhook
from decapolis.audit.models import AuditEntry, Concern
from decapolis.files.models import File
from decapolis.indicators.models import Indicator, Observation, Source, Upload
from decapolis.library.models import (
    Adoption,
    CallNote,
    CallRequest,
    Contact,
    Document,
    Draft,
    HandOver,
    Partner,
    Practice,
    Review,
    ReviewRequest,
    Suggestion,
    Technology,
    Version,
)
from decapolis.notices.models import Notice, Refusal
from decapolis.organisations.choices import Standing
from decapolis.organisations.models import BodyDomain, Hat, Invitation, Organisation
from decapolis.people.models import Circle, CircleSeat, Person
from decapolis.search.models import Entry
from tests.permissions.worlds import boarding, judging, planning
from tests.permissions.worlds.basics import (
    Rule,
    Who,
    is_closed,
    is_of_network,
    opens,
    speaks_for,
)
from tests.permissions.worlds.figures import sees_observation
from tests.permissions.worlds.world import World


def is_of_team(world: World, who: Who, practice: Practice) -> bool:
    """Tell whether somebody speaks for the city of a practice, or for who led it."""
    led = {
        ("organisations.organisation", one.organisation_id)
        for one in world.of(Partner)
        if one.practice_id == practice.pk and one.is_lead
    }
    return bool((led | {("cities.city", practice.city_id)}) & speaks_for(world, who))


def reads_practice(world: World, who: Who, row: Practice) -> bool:
    """Tell whether somebody may read a practice at its own address."""
    if not is_closed(row.visibility):
        return opens(who, row.visibility)
    sits = row.visibility == "circle" and row.circle_id in circles_of(world, who)
    return sits or is_of_team(world, who, row)


def circles_of(world: World, who: Who) -> set[int]:
    """Return the open circles in which a member sits."""
    if who is None or not (who.is_member and who.is_active and who.left is None):
        return set()
    return {
        seat.circle_id
        for seat in world.of(CircleSeat)
        if seat.person_id == who.pk and seat.circle.closed is None
    }


def sees_circle(world: World, who: Who, row: Circle) -> bool:
    """Tell whether somebody may know of a circle: staff, and who sits in it."""
    return bool(who and who.is_staff) or row.pk in circles_of(world, who)


def knows_text(world: World, who: Who, row: Practice) -> bool:
    """Tell whether somebody may read what a practice tells: also members, without its names."""
    retold = row.visibility == "nameless" and is_of_network(who)
    return retold or reads_practice(world, who, row)


def is_own(name: str) -> Rule:
    """Return the rule: whoever stands in this field, and nobody else."""
    return lambda _world, who, row: who is not None and getattr(row, f"{name}_id") == who.pk


def is_open(_world: World, who: Who, row: Any) -> bool:
    """Tell whether a record's own visibility is open to somebody."""
    return opens(who, row.visibility)


def sees_practice(_world: World, who: Who, row: Any) -> bool:
    """Tell whether the practice of a row is open to somebody."""
    return opens(who, row.practice.visibility)


def sees_person(_world: World, who: Who, row: Person) -> bool:
    """Tell whether somebody sees a person: members see members, staff everyone who is there."""
    if who is None or not row.is_active or row.left is not None:
        return False
    return who.is_staff or row.pk == who.pk or (who.is_member and row.is_member)


def sees_hat(_world: World, who: Who, row: Hat) -> bool:
    """Tell whether somebody sees a hat."""
    if who is None:
        return False
    if who.is_staff:
        return row.person.left is None
    if row.person_id == who.pk:
        return True
    there = row.person.is_member and row.person.is_active and row.person.left is None
    body = row.organisation is None or opens(who, row.organisation.visibility)
    return who.is_member and there and body and row.standing != Standing.REFUSED


def sees_file(_world: World, who: Who, row: File) -> bool:
    """Tell whether somebody may have a file: by its visibility, or it is theirs."""
    own = who is not None and row.by_id == who.pk
    own = own and row.visibility not in {"staff", "closed"}
    return own or opens(who, row.visibility)


def sees_version(world: World, who: Who, row: Version) -> bool:
    """Tell whether practice and version are open to somebody, or closed and of their team."""
    levels = (row.practice.visibility, row.visibility)
    if any(map(is_closed, levels)) and is_of_team(world, who, row.practice):
        return True
    return all(opens(who, level) for level in levels)


def sees_suggestion(world: World, who: Who, row: Suggestion) -> bool:
    """Tell whether somebody made a suggestion, decides on it, or is of the staff.

    What it is about must be open to them, or closed and of their team.
    """
    if who is None:
        return False
    if row.practice is not None:
        level = row.practice.visibility
        of_team = is_closed(level) and is_of_team(world, who, row.practice)
        if not (of_team or opens(who, level)):
            return False
    if who.is_staff or row.by_id == who.pk:
        return True
    speaks = ("cities.city", row.city_id) in speaks_for(world, who)
    return speaks or (row.practice is not None and is_of_team(world, who, row.practice))


def sees_asked_review(_world: World, who: Who, row: ReviewRequest) -> bool:
    """Tell whether somebody is of the network and sees the practice."""
    return is_of_network(who) and opens(who, row.practice.visibility)


def sees_adoption(_world: World, who: Who, row: Adoption) -> bool:
    """Tell whether both ends of an adoption are open to somebody."""
    ends = (row.origin, row.practice or row.origin)
    return all(opens(who, one.visibility) for one in ends)


def sees_contact(world: World, who: Who, row: Contact) -> bool:
    """Tell whether somebody may see that a person agreed to be called, and that word counts."""
    person, practice = row.person, row.practice
    there = person.is_active and person.is_member and person.left is None
    reads = practice.visibility != "staff" or person.is_staff
    bodies = {
        ("organisations.organisation", one.organisation_id)
        for one in world.of(Partner)
        if one.practice_id == practice.pk
    } | {("cities.city", practice.city_id)}
    speaks = bool(bodies & speaks_for(world, person))
    return is_of_network(who) and opens(who, practice.visibility) and there and reads and speaks


def sees_call(world: World, who: Who, row: CallRequest) -> bool:
    """Tell whether somebody asked, or a request came through their hands."""
    if who is None:
        return False
    hands = {one.to_id for one in world.of(HandOver) if one.call_id == row.pk}
    return who.pk in {row.asker_id, *hands}


def sees_note(_world: World, who: Who, row: CallNote) -> bool:
    """Tell whether what both sides agreed to keep is open to somebody."""
    words = (row.by_asker, row.by_answerer, row.practice.visibility)
    return row.call.state == "answered" and all(opens(who, word) for word in words)


def sees_act(world: World, who: Who, row: AuditEntry) -> bool:
    """Tell whether somebody reads the whole log, did it, or is concerned."""
    if who is None:
        return False
    concerns = {(one.kind, one.key) for one in world.of(Concern) if one.entry_id == row.pk}
    bodies = {(kind, str(key)) for kind, key in speaks_for(world, who)}
    mine = row.by_id == who.pk or bool(concerns & (bodies | {("people.person", str(who.pk))}))
    return mine or ((who.is_staff or who.is_operator) and not getattr(row, "closed", False))


def sees_made(name: str) -> Rule:
    """Return the rule: staff, and whoever stands in this field."""
    own = is_own(name)
    return lambda world, who, row: own(world, who, row) or bool(who and who.is_staff)


def sees_delivery(world: World, who: Who, row: Delivery) -> bool:
    """Tell whether somebody may see the webhook of a message."""
    return sees_made("owner")(world, who, row.webhook)


# What `visible_to` of each model must give, row by row.
def is_for_staff(_world: World, who: Who, _row: object) -> bool:
    """Tell whether somebody is of network staff."""
    return bool(who and who.is_staff)


VISIBLE: dict[type[Model], Rule] = {
    **boarding.VISIBLE,
    **judging.VISIBLE,
    **planning.VISIBLE,
    Adoption: sees_adoption,
    AuditEntry: sees_act,
    CallNote: sees_note,
    CallRequest: sees_call,
    Circle: sees_circle,
    Contact: sees_contact,
    Delivery: sees_delivery,
    Document: is_open,
    Draft: is_own("person"),
    Entry: is_open,
    File: sees_file,
    Hat: sees_hat,
    Invitation: sees_made("by"),
    Notice: is_own("person"),
    Organisation: is_open,
    Person: sees_person,
    Practice: is_open,
    Review: sees_practice,
    ReviewRequest: sees_asked_review,
    Suggestion: sees_suggestion,
    Technology: is_open,
    Token: is_own("person"),
    Indicator: is_open,
    Observation: sees_observation,
    Source: is_open,
    Upload: is_for_staff,
    Version: sees_version,
    Webhook: sees_made("owner"),
}


def _or_own(rule: Rule, name: str) -> Rule:
    """Return a rule that lets people read their own words also where all else is closed."""
    own = is_own(name)
    return lambda world, who, row: own(world, who, row) or rule(world, who, row)


def decides_hat(world: World, who: Who, row: Hat) -> bool:
    """Tell whether somebody is asked, as one who speaks for a body, if a hat of it is true."""
    there = row.person.is_active and row.person.left is None and row.until is None
    body = ("organisations.organisation", row.organisation_id)
    if row.city_id:
        body = ("cities.city", row.city_id)
    return there and row.standing == Standing.CLAIMED and body in speaks_for(world, who)


def knows_hat(world: World, who: Who, row: Hat) -> bool:
    """Tell whether somebody may read of a hat: also who decides on it."""
    return sees_hat(world, who, row) or decides_hat(world, who, row)


def knows_name(world: World, who: Who, row: Person) -> bool:
    """Tell whether somebody may read a name: also who talks with them, or decides on their hat."""
    talks = any(
        sees_call(world, who, call) for call in world.of(CallRequest)
        if row.pk in {call.asker_id, call.to_id}
    )  # fmt: skip
    asked = any(decides_hat(world, who, hat) for hat in world.of(Hat) if hat.person_id == row.pk)
    return sees_person(world, who, row) or talks or asked


def knows_circle(world: World, who: Who, row: Circle) -> bool:
    """Tell whether somebody may read a circle's name: also the team of what is open to it.

    And who has a seat in it, when it was closed.
    """
    seats = {seat.person_id for seat in world.of(CircleSeat) if seat.circle_id == row.pk}
    team = any(is_of_team(world, who, one) for one in world.of(Practice) if one.circle_id == row.pk)
    return sees_circle(world, who, row) or team or (who is not None and who.pk in seats)


def knows_address(world: World, who: Who, row: Person) -> bool:
    """Tell whether somebody may read an address: staff, or who was promised a talk."""
    if who is None:
        return False
    refused = any(one.person_id == row.pk for one in world.of(Refusal))
    promised = any(
        call.asker_id == who.pk and call.to_id == row.pk and call.state == "accepted"
        for call in world.of(CallRequest)
    )
    return who.is_staff or row.pk == who.pk or promised or (refused and who.is_operator)


def knows_body(world: World, who: Who, row: Organisation) -> bool:
    """Tell whether somebody may read of an organisation: also who wears its hat or tells it."""
    if opens(who, row.visibility):
        return True
    ours = [*((hat.person_id, hat) for hat in world.of(Hat))]
    ours += [(hook.owner_id, hook) for hook in world.of(Webhook)]
    return who is not None and any(
        key == who.pk and one.organisation_id == row.pk for key, one in ours
    )


def knows_slug(world: World, who: Who, row: Practice) -> bool:
    """Tell whether somebody may read the key of a practice: also who wrote in it when they could.

    It stands in their own records and in the file of all that is held on them.
    """
    fields = {
        Version: "by_id", Draft: "person_id", Suggestion: "by_id", Review: "by_id",
        ReviewRequest: "by_id", Contact: "person_id", HandOver: "to_id",
    }  # fmt: skip
    wrote = any(
        getattr(one, name) == who.pk and one.practice_id == row.pk
        for model, name in fields.items() for one in world.of(model)
    ) if who else False  # fmt: skip
    asked = who and any(
        one.practice_id == row.pk and who.pk in {one.asker_id, one.to_id}
        for one in world.of(CallRequest)
    )
    decides = any(
        one.practice_id == row.pk and sees_suggestion(world, who, one)
        for one in world.of(Suggestion)
    )
    adopted = who and any(
        one.by_id == who.pk and row.pk in {one.origin_id, one.practice_id}
        for one in world.of(Adoption)
    )
    return any((reads_practice(world, who, row), wrote, asked, decides, adopted))


def knows_question(world: World, who: Who, row: CallRequest) -> bool:
    """Tell whether somebody may read a question: it is theirs, or was kept for them."""
    notes = [one for one in world.of(CallNote) if one.call_id == row.pk]
    return sees_call(world, who, row) or any(sees_note(world, who, one) for one in notes)


def is_side(_world: World, who: Who, row: CallRequest) -> bool:
    """Tell whether somebody asked, or is who was asked last."""
    return who is not None and who.pk in {row.asker_id, row.to_id}


def knows_answer(world: World, who: Who, row: CallRequest) -> bool:
    """Tell whether somebody may read an answer: both sides, and for whom it was kept."""
    notes = [one for one in world.of(CallNote) if one.call_id == row.pk]
    return is_side(world, who, row) or any(sees_note(world, who, one) for one in notes)


def knows_tie(_world: World, who: Who, row: Any) -> bool:
    """Tell whether the organisation of a tie is open to somebody."""
    return opens(who, row.organisation.visibility) or opens(who, row.other.visibility)


def knows_act(world: World, who: Who, row: AuditEntry) -> bool:
    """Tell whether somebody reads of an act: also of those whose subject they are."""
    subject = (row.subject_kind, row.subject_key)
    about = who is not None and subject == ("people.person", str(who.pk))
    return about or sees_act(world, who, row)


def knows_domain(world: World, who: Who, row: BodyDomain) -> bool:
    """Tell whether somebody may read which addresses a body gives: staff, and who speaks for it."""
    body = ("organisations.organisation", row.organisation_id)
    if row.city_id:
        body = ("cities.city", row.city_id)
    return bool(who and who.is_staff) or body in speaks_for(world, who)


def knows_refusal(_world: World, who: Who, row: Refusal) -> bool:
    """Tell whether somebody is told that mail came back: whose mail it is, and the operator."""
    return who is not None and (row.person_id == who.pk or who.is_operator)


# Who may read the mark of each kind, wherever it stands.
MAY_READ: dict[str, Rule] = {
    **boarding.MAY_READ,
    **judging.MAY_READ,
    **planning.MAY_READ,
    "act": knows_act,
    "figure": sees_observation,
    "indicator": is_open,
    "source": is_open,
    "adoption": _or_own(sees_adoption, "by"),
    "answer": knows_answer,
    "asked": _or_own(sees_asked_review, "by"),
    "circle": knows_circle,
    "contact": _or_own(sees_contact, "person"),
    "delivery": sees_delivery,
    "document": is_open,
    "domain": knows_domain,
    "draft": is_own("person"),
    "email": knows_address,
    "file": sees_file,
    "hat": knows_hat,
    "identity": reads_practice,
    "invitation": sees_made("by"),
    "name": knows_name,
    "notice": is_own("person"),
    "organisation": knows_body,
    "practice": knows_text,
    "profile": sees_person,
    "question": knows_question,
    "refusal": knows_refusal,
    "request": sees_made("person"),
    "review": _or_own(sees_practice, "by"),
    "slug": knows_slug,
    "suggestion": _or_own(sees_suggestion, "by"),
    "technology": is_open,
    "technology_key": is_open,
    "tie": knows_tie,
    "times": sees_call,
    "token": is_own("person"),
    "upload": is_for_staff,
    "version": _or_own(sees_version, "by"),
    "webhook": sees_made("owner"),
    "word": is_side,
}


def hidden_from(world: World, who: Who) -> set[str]:
    """Return the marks that somebody may not read."""
    return {
        word for word, (kind, row) in world.marks.items() if not MAY_READ[kind](world, who, row)
    }
