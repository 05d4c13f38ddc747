"""What people do with their accounts, and network staff with people."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, forget_name, record
from decapolis.kernel import jobs
from decapolis.kernel.forgetting import Forgetting
from decapolis.kernel.permissions import require
from decapolis.notices.actions import Told, notify
from decapolis.notices.actions import forget_person as forget_notices
from decapolis.notices.choices import Kind
from decapolis.people import rules, validators
from decapolis.people.actions.circles import end_seats, forget_seats
from decapolis.people.actions.teams import end_team_seats
from decapolis.people.errors import (
    AccountClosed,
    AddressTaken,
    LastAddress,
    NoSuchPerson,
    NothingWaits,
    ReasonMissing,
)
from decapolis.people.models import FORMER, MembershipRequest, Person
from decapolis.people.queries import person_of_address, sessions_of, words_of
from decapolis.people.rules import Roles

PROFILE = ("name", "title", "languages", "expertise", "helps_with", "looks_for", "time_zone")
CLEANERS = {
    "name": validators.clean_name,
    "title": lambda text: validators.clean_line(text, field="title"),
    "languages": validators.clean_languages,
    "expertise": validators.clean_themes,
    "helps_with": lambda text: validators.clean_text(text, field="helps_with"),
    "looks_for": lambda text: validators.clean_text(text, field="looks_for"),
    "time_zone": validators.clean_time_zone,
}


@transaction.atomic
def join(*, by: Person | None, email: str, name: str = "") -> Person:
    """Open the door to who has confirmed an address; make their account where it is new.

    In an open network they are a member at once; elsewhere their request waits for staff.

    Parameters
    ----------
    by
        None: the program, which has seen that the address is theirs.
    name
        As a sign-in service gave it; only for a new account.

    Raises
    ------
    ValueRefused
        It is no address.
    AccountClosed
        The account of this address was closed.
    """
    address = validators.clean_address(email)
    person = person_of_address(address)
    if person is None:
        person = _made(address, name)
        new = Change({}, {"email": address})
        record(by=person, act="people.joined", subject=person, change=new)
        if settings.OPEN:
            _become_member(person)
        else:
            ask_to_be_let_in(by=person)
    if not person.is_active:
        raise AccountClosed(_("This account is closed. Ask network staff."), field="email")
    _confirm(person, address)
    return person


def _made(address: str, name: str) -> Person:
    person = Person(email=address, name=validators.clean_line(name, field="name")[:200])
    person.set_unusable_password()
    person.save()
    return person


def _confirm(person: Person, address: str) -> None:
    """Keep an address as confirmed; the first one is the main one."""
    has_main = EmailAddress.objects.filter(user=person, primary=True).exists()
    EmailAddress.objects.filter(email=address, verified=False).exclude(user=person).delete()
    EmailAddress.objects.update_or_create(
        user=person,
        email=address,
        defaults={"verified": True},
        create_defaults={"verified": True, "primary": not has_main},
    )


def _become_member(person: Person) -> None:
    person.is_member, person.member_since = True, timezone.now()
    person.save(update_fields=["is_member", "member_since"])
    record(by=None, act="people.became_member", subject=person, concerns=[person])


@transaction.atomic
def ask_to_be_let_in(*, by: Person, note: str = "") -> MembershipRequest | None:
    """Put a request before network staff, who are told; None where one waits, or is not needed.

    Parameters
    ----------
    note
        What staff should know of it beside; whoever asks reads it, too.
    """
    waits = MembershipRequest.objects.filter(person=by, accepted=None).exists()
    if by.is_member or waits:
        return None
    blank = {"accepted": None, "decided_by": None, "decided_at": None, "reason": ""}
    made, _is_new = MembershipRequest.objects.update_or_create(
        person=by, defaults=blank | {"text": note, "at": timezone.now()}
    )
    record(by=by, act="people.asked_to_be_let_in", subject=by, note=note)
    told = Told(_("{who} asks to be let in").format(who=by), note, f"/staff/requests/{by.pk}")
    staff = Person.objects.filter(is_staff=True)
    notify(by=by, people=staff, kind=Kind.DESK, told=told, subject=by)
    return made


@transaction.atomic
def let_in(*, by: Person | None, person: Person, note: str = "") -> Person:
    """Make someone a member of the network; a second call changes nothing.

    Parameters
    ----------
    by
        A member of network staff; None is the program, for who comes with an invitation.

    Raises
    ------
    Forbidden
        They are not of network staff, or the person has left.
    """
    require(rules.may_let_in(by, person))
    if person.is_member:
        return person
    person.is_member, person.member_since = True, timezone.now()
    person.save(update_fields=["is_member", "member_since"])
    MembershipRequest.objects.filter(person=person).update(
        accepted=True, decided_by=by, decided_at=timezone.now(), reason=note
    )
    record(by=by, act="people.became_member", subject=person, note=note, concerns=[person])
    if by is not None:
        told = Told(
            _("You are a member of the network."),
            _("You can read what members share, add and correct practices, and ask colleagues."),
            "/desk",
        )
        notify(by=by, people=[person], kind=Kind.MEMBERSHIP, told=told, subject=person)
    return person


@transaction.atomic
def turn_away(*, by: Person, person: Person, reason: str) -> MembershipRequest:
    """Decline a request for membership, with the reason that the person reads.

    Raises
    ------
    Forbidden
        They are not of network staff.
    NothingWaits
        The person has not asked, or it was decided.
    """
    require(rules.may_let_in(by, person))
    request = MembershipRequest.objects.filter(person=person, accepted=None).first()
    if request is None:
        raise NothingWaits(_("There is no request of this person that waits."))
    request.accepted, request.decided_by, request.decided_at = False, by, timezone.now()
    request.reason = validators.clean_text(reason, field="reason")
    request.save()
    record(by=by, act="people.turned_away", subject=person, note=request.reason, concerns=[person])
    told = Told(_("You were not let into the network."), request.reason, "/desk")
    notify(by=by, people=[person], kind=Kind.MEMBERSHIP, told=told, subject=person)
    return request


@transaction.atomic
def let_go(*, by: Person, person: Person, reason: str) -> Person:
    """End a membership: sessions and seats in circles and teams end, and the person is told why.

    `let_in` undoes it, but for the seats. The account stays: they read what is public, take out
    what is held on them, or leave. Hats are taken off by `organisations.actions.end_membership`,
    which calls this.

    Raises
    ------
    Forbidden
        Not network staff, or the person runs something here, or is no member.
    ReasonMissing
        No reason is given.
    """
    require(rules.may_let_go(by, person))
    said = validators.clean_text(reason, field="reason")
    if not said:
        raise ReasonMissing(_("Say why, in a sentence; they will read it."), field="reason")
    person.is_member, person.member_since = False, None
    person.save(update_fields=["is_member", "member_since"])
    decided = {"accepted": False, "decided_by": by, "decided_at": timezone.now(), "reason": said}
    MembershipRequest.objects.update_or_create(person=person, defaults=decided)
    end_sessions(by=by, person=person)
    end_seats(by=by, person=person)
    end_team_seats(by=by, person=person)
    record(by=by, act="people.let_go", subject=person, note=said, concerns=[person])
    told = Told(_("Your membership of the network was ended."), said, "/desk")
    notify(by=by, people=[person], kind=Kind.MEMBERSHIP, told=told, subject=person)
    return person


@transaction.atomic
def end_sessions(*, by: Person | None, person: Person) -> None:
    """Sign someone out wherever they are signed in; also codes that wait for their addresses."""
    Session.objects.filter(session_key__in=sessions_of(person)).delete()
    UserSession.objects.filter(user=person).delete()


@transaction.atomic
def change_profile(*, by: Person | None, person: Person, values: Mapping[str, Any]) -> Person:
    """Change some fields of a profile; what is not named stays.

    Parameters
    ----------
    values
        Of ``name``, ``title``, ``languages``, ``expertise``, ``helps_with``, ``looks_for`` and
        ``time_zone``.

    Raises
    ------
    Forbidden
        It is another person's profile.
    ValueRefused
        A value cannot stand there; ``field`` names it. Nothing was changed.
    """
    require(rules.may_change_profile(by, person))
    cleaned = {name: CLEANERS[name](value) for name, value in values.items()}
    change = Change.between({name: getattr(person, name) for name in cleaned}, cleaned)
    if not change.after:
        return person
    for name, value in change.after.items():
        setattr(person, name, value)
    person.save(update_fields=list(change.after))
    record(by=by, act="people.profile_changed", subject=person, change=change)
    return person


@transaction.atomic
def set_roles(*, by: Person | None, person: Person, roles: Roles) -> Person:
    """Give or take roles of the network; who runs it is also a member of it.

    Parameters
    ----------
    by
        None is the operator at the command line.

    Raises
    ------
    Forbidden
        They may not, or the last operator would be gone. Nothing was changed.
    """
    require(rules.may_set_roles(by, person, roles))
    wanted = {
        "is_staff": roles.staff,
        "is_reviewer": roles.reviewer,
        "is_operator": roles.operator,
    }
    wanted = {name: value for name, value in wanted.items() if value is not None}
    change = Change.between({name: getattr(person, name) for name in wanted}, wanted)
    if not change.after:
        return person
    for name, value in change.after.items():
        setattr(person, name, value)
    person.save(update_fields=list(change.after))
    record(by=by, act="people.roles_set", subject=person, change=change, concerns=[person])
    if not person.is_member and any(change.after.values()):
        let_in(by=None, person=person, note=_("with a role"))
    return person


@transaction.atomic
def appoint(*, by: Person | None, email: str, roles: Roles) -> Person:
    """Give roles to an address, and make its account where there is none; for the command line.

    The address counts as confirmed when its owner signs in with it.

    Raises
    ------
    ValueRefused
        It is no address.
    Forbidden
        They may not give these roles.
    """
    address = validators.clean_address(email)
    person = person_of_address(address)
    if person is None:
        person = _made(address, "")
        record(by=by, act="people.account_made", subject=person, concerns=[person])
    return set_roles(by=by, person=person, roles=roles)


@transaction.atomic
def unlock(*, by: Person | None, email: str) -> Person:
    """Take passkeys, app and recovery codes off an account whose owner has lost them all.

    From then on a code by mail is enough; all sessions end.

    Raises
    ------
    NoSuchPerson
        No account has this address.
    Forbidden
        They are no operator, or it is their own account.
    """
    person = person_of_address(validators.clean_address(email))
    if person is None:
        raise NoSuchPerson(_("No account has this address."), field="email")
    require(rules.may_unlock(by, person))
    Authenticator.objects.filter(user=person).delete()
    end_sessions(by=by, person=person)
    record(by=by, act="people.unlocked", subject=person, concerns=[person])
    return person


@transaction.atomic
def add_address(*, by: Person, email: str) -> None:
    """Add an address that ``by`` has confirmed.

    Raises
    ------
    AddressTaken
        Another account has it.
    """
    address = validators.clean_address(email)
    owner = person_of_address(address)
    if owner is not None and owner.pk != by.pk:
        taken = _("Another account has this address. Sign in with it there, or use another one.")
        raise AddressTaken(taken, field="email")
    try:
        with transaction.atomic():
            _confirm(by, address)
    except IntegrityError as error:
        taken = _("Another account has this address. Sign in with it there, or use another one.")
        raise AddressTaken(taken, field="email") from error
    record(by=by, act="people.address_added", subject=by, change=Change({}, {"email": address}))


@transaction.atomic
def make_main_address(*, by: Person, key: int) -> str:
    """Send all mail to another of one's addresses from now on; return the one before.

    Raises
    ------
    LastAddress
        It is none of theirs.
    """
    chosen = EmailAddress.objects.filter(user=by, verified=True, pk=key).first()
    if chosen is None:
        raise LastAddress(_("This is none of your addresses."))
    before = by.email
    chosen.set_as_primary()
    by.refresh_from_db(fields=["email"])
    change = Change.between({"email": before}, {"email": chosen.email})
    record(by=by, act="people.main_address_set", subject=by, change=change)
    return before


@transaction.atomic
def remove_address(*, by: Person, key: int) -> str:
    """Take away one of one's addresses, and return it.

    Raises
    ------
    LastAddress
        It is the main one, or none of theirs.
    """
    chosen = EmailAddress.objects.filter(user=by, pk=key).first()
    if chosen is None:
        raise LastAddress(_("This is none of your addresses."))
    if chosen.primary or chosen.email == by.email:
        raise LastAddress(_("Mail goes to this address. Make another one the main one first."))
    chosen.delete()
    gone = Change({"email": chosen.email}, {})
    record(by=by, act="people.address_removed", subject=by, change=gone)
    return str(chosen.email)


@transaction.atomic
def remove_password(*, by: Person) -> None:
    """Take one's own password away; a code by mail and passkeys do without."""
    by.set_unusable_password()
    by.save(update_fields=["password"])
    record(by=by, act="people.password_removed", subject=by)


@transaction.atomic
def note_export(*, by: Person | None, person: Person) -> None:
    """Record that all that is held on someone was handed out.

    Raises
    ------
    Forbidden
        It is another person's, and they are no operator.
    """
    require(rules.may_export(by, person))
    record(by=by, act="people.exported", subject=person, concerns=[person])


@transaction.atomic
def erase(*, by: Person | None, person: Person) -> Person:
    """Take everything that tells who someone is out of the network; what they gave stays.

    The row stays without name, address and profile, so that contributions have an author: a former
    member. Called by `rights.actions.leave`, after the apps above let go of what they hold of the
    person (hats, consent to be called).

    Raises
    ------
    Forbidden
        They may not, or the person is the last operator.
    """
    require(rules.may_erase(by, person))
    key = person.pk
    gone = Forgetting.of(words_of(person), instead=FORMER)
    end_sessions(by=by, person=person)
    for model in (EmailAddress, Authenticator, SocialAccount):
        model._default_manager.filter(user=person).delete()
    MembershipRequest.objects.filter(person=person).delete()
    forget_seats(by=by, person=person, gone=gone)
    end_team_seats(by=by, person=person)
    forget_notices(by=by, person_id=key, gone=gone)
    jobs.forget(gone.certain)
    forget_limits(by=by)
    blank = Person(email=f"former-{key}@invalid.invalid")
    for name in PROFILE:
        setattr(person, name, getattr(blank, name))
    person.email, person.left = blank.email, timezone.now()
    person.is_active = person.is_member = person.is_staff = False
    person.is_reviewer = person.is_operator = False
    person.member_since = None
    person.set_unusable_password()
    person.save()
    record(by=by, act="people.erased", subject=person)
    forget_name(by=by, person_id=key, gone=gone)
    return person


@transaction.atomic
def forget_ended_sessions(*, by: Person | None) -> int:
    """Forget sessions that have ended, with where they were from; return how many."""
    before = timezone.now() - timedelta(days=settings.KEEP_SESSIONS_DAYS)
    gone, _by_model = Session.objects.filter(expire_date__lt=before).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return gone


@transaction.atomic
def forget_limits(*, by: Person | None) -> None:
    """Forget counts of the rate limits that are over; network addresses stand in them."""
    now = connection.ops.adapt_datetimefield_value(timezone.now().replace(microsecond=0))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM decapolis_cache WHERE expires < %s", [now])
