"""Say what someone is, confirm it, refuse it, take it off."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, record
from decapolis.cities.models import City
from decapolis.kernel.permissions import require
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.organisations.choices import SPEAKING_ROLES, Ground, Standing
from decapolis.organisations.errors import (
    DateOutOfRange,
    HatNotWaiting,
    HatThere,
    ReasonMissing,
)
from decapolis.organisations.models import Body, BodyDomain, Hat, fields_of
from decapolis.organisations.queries.hats import confirmed_addresses, hat_state, speaks_for
from decapolis.organisations.rules import may_claim, may_end, may_put_on_again, may_verify
from decapolis.organisations.validators import check_role, domain_of
from decapolis.people.models import Person

MOST_HATS = 12
LONGEST_TITLE = 200
FIRST_YEAR = 1950
QUIET = timedelta(days=30)  # after a refusal, before the same can be said again


@transaction.atomic
def claim_hat(
    *,
    by: Person,
    role: str,
    body: Body | None = None,
    title: str = "",
    since: date | None = None,
) -> Hat:
    """Put on a hat: say what one is, and of which city or organisation.

    It is verified at once where an address that the person has confirmed lies under a domain of
    that body. Otherwise it waits for network staff or for someone who speaks for the body, who are
    told; a hat that speaks for nobody (expert, resident) waits for no one.

    Raises
    ------
    Forbidden
        Not signed in.
    RoleDoesNotFit
        No such role, or not of such a body; ``field`` says which to mend.
    DateOutOfRange
        ``since`` lies ahead, or before anyone's time.
    HatThere
        It is worn already, was refused lately, or there are too many.
    """
    require(may_claim(by))
    is_city = isinstance(body, City)
    check_role(role, has_city=is_city, has_organisation=body is not None and not is_city)
    _check_since(since)
    Person.objects.select_for_update().get(pk=by.pk)  # two claims at once: one after the other
    _check_is_new(by, role, body)
    plain = title.strip()[:LONGEST_TITLE]
    hat = Hat(person=by, role=role, title=plain, since=since, **fields_of(body))
    if _is_told_by_domain(by, role, body):
        _hold_true(hat, ground=Ground.DOMAIN, by=None)
    return _put_on(by, hat, "organisations.hat_claimed")


@transaction.atomic
def verify_by_domain(*, by: Person | None, person: Person) -> list[Hat]:
    """Verify what waits of someone whose confirmed addresses now tell it; return those hats.

    Called when an address was confirmed, and when a body got a domain.
    """
    waiting = Hat.objects.waiting().filter(person=person)
    told = [
        hat
        for hat in waiting.select_related("city__country", "organisation")
        if _is_told_by_domain(person, hat.role, hat.body)
    ]
    for hat in told:
        _verify(hat, ground=Ground.DOMAIN, by=by, verifier=None)
    return told


@transaction.atomic
def verify_hat(*, by: Person, hat: Hat) -> Hat:
    """Confirm what someone said of themselves; what was refused can be confirmed after all.

    Raises
    ------
    Forbidden
        Neither network staff nor someone who speaks for the body; or one's own hat.
    HatNotWaiting
        It was taken off, or is verified.
    """
    require(may_verify(by, hat))
    hat = _locked(hat)
    if hat.until or hat.standing == Standing.VERIFIED:
        raise HatNotWaiting(_("This was taken off, or is verified already. Load the page again."))
    speaks = hat.body is not None and speaks_for(by, hat.body)
    ground = Ground.STAFF if by.is_staff or not speaks else Ground.COLLEAGUE
    _verify(hat, ground=ground, by=by, verifier=by)
    return hat


@transaction.atomic
def refuse_hat(*, by: Person, hat: Hat, reason: str) -> Hat:
    """Refuse what someone said of themselves; they are told why.

    Raises
    ------
    Forbidden
        Neither network staff nor someone who speaks for the body; or one's own hat.
    ReasonMissing
        No reason is given.
    HatNotWaiting
        It does not wait.
    """
    require(may_verify(by, hat))
    said = reason.strip()
    if not said:
        raise ReasonMissing(_("Say why, in a sentence; they will read it."), field="reason")
    hat = _locked(hat)
    if hat.until or hat.standing != Standing.CLAIMED:
        raise HatNotWaiting(_("This does not wait any more. Load the page again."))
    before = hat_state(hat)
    hat.standing, hat.verified_by, hat.verified_at = Standing.REFUSED, by, timezone.now()
    hat.save(update_fields=["standing", "verified_by", "verified_at"])
    change = Change.between(before, hat_state(hat))
    _record_wearing(by, hat, "organisations.hat_refused", change, note=said)
    title = _("“{hat}” was not confirmed").format(hat=hat)
    _tell_wearer(by, hat, Told(title, said, "/people/me/edit"))
    return hat


@transaction.atomic
def end_hat(*, by: Person, hat: Hat) -> Hat:
    """Take a hat off; it stays in the person's history. `put_on_again` undoes it.

    Raises
    ------
    Forbidden
        Not one's own, and not to be confirmed by ``by`` either.
    HatNotWaiting
        It is taken off already.
    """
    require(may_end(by, hat))
    hat = _locked(hat)
    if hat.until:
        raise HatNotWaiting(_("This was taken off already."))
    take_off(by=by, hat=hat)
    if by.pk != hat.person_id:
        title = _("“{hat}” was taken off your profile").format(hat=hat)
        text = _("{name} took it off.").format(name=by)
        _tell_wearer(by, hat, Told(title, text, "/people/me/edit"))
    return hat


@transaction.atomic
def put_on_again(*, by: Person, hat: Hat) -> Hat:
    """Undo that a hat was taken off; it is held as true as before.

    Raises
    ------
    Forbidden
        Somebody else took it off, or it was some days ago.
    HatNotWaiting
        It is worn.
    HatThere
        The same hat was put on since.
    """
    require(may_put_on_again(by, hat))
    hat = _locked(hat)
    if not hat.until:
        raise HatNotWaiting(_("This is on your profile already."))
    _check_is_new(hat.person, hat.role, hat.body)
    before = _until(hat)
    hat.until, hat.ended_by = None, None
    hat.save(update_fields=["until", "ended_by"])
    _record_wearing(by, hat, "organisations.hat_put_on_again", Change(before, {"until": None}))
    return hat


def give_hat(*, by: Person | None, person: Person, hat: Hat, verifier: Person | None) -> Hat:
    """Put a hat that an invitation gives on someone, or verify the same that they wear already.

    ``verifier`` None: it waits, as if the person had said so. The caller has asked the rules.
    """
    worn = Hat.objects.worn().filter(person=person, role=hat.role)
    held = worn.filter(city=hat.city, organisation=hat.organisation).first()
    if held and (held.standing == Standing.VERIFIED or verifier is None):
        return held
    if held:
        _verify(held, ground=Ground(hat.ground), by=by, verifier=verifier)
        return held
    if verifier:
        _hold_true(hat, ground=Ground(hat.ground), by=verifier)
    else:
        hat.ground = ""
    return _put_on(by, hat, "organisations.hat_given")


def take_off(*, by: Person, hat: Hat) -> None:
    """Take a hat off that is worn. The caller has asked the rules."""
    hat.until, hat.ended_by = timezone.localdate(), by
    hat.save(update_fields=["until", "ended_by"])
    _record_wearing(by, hat, "organisations.hat_ended", Change({"until": None}, _until(hat)))


def _put_on(by: Person | None, hat: Hat, act: str) -> Hat:
    """Keep a new hat and write it down; where it waits, tell who can verify it."""
    hat.save()
    _record_wearing(by, hat, act, Change({}, hat_state(hat)))
    if hat.standing == Standing.CLAIMED and hat.role in SPEAKING_ROLES:
        _tell_who_can_verify(hat)
    return hat


def _check_since(since: date | None) -> None:
    """Refuse a date ahead, or before anyone's time.

    Raises
    ------
    DateOutOfRange
        As said.
    """
    if since and not FIRST_YEAR <= since.year <= timezone.localdate().year:
        raise DateOutOfRange(_("Give a date since {year}.").format(year=FIRST_YEAR), field="since")
    if since and since > timezone.localdate():
        raise DateOutOfRange(
            _("This date lies ahead. Say since when you have been this."), field="since"
        )


def _check_is_new(person: Person, role: str, body: Body | None) -> None:
    """Refuse a hat that is worn, was refused lately, or is one too many.

    Raises
    ------
    HatThere
        As said.
    """
    theirs = Hat.objects.filter(person=person)
    same = theirs.filter(role=role)
    same = same.of_body(body) if body else same.filter(city=None, organisation=None)
    if same.worn().exists():
        raise HatThere(_("You have said this already; it stands on your profile."), field="role")
    if same.filter(standing=Standing.REFUSED, verified_at__gt=timezone.now() - QUIET).exists():
        raise HatThere(
            _("This was not confirmed a short while ago. Write to the network's staff."),
            field="role",
        )
    if theirs.worn().count() >= MOST_HATS:
        raise HatThere(
            _("{most} hats are enough. Take one off first.").format(most=MOST_HATS), field="role"
        )


def _is_told_by_domain(person: Person, role: str, body: Body | None) -> bool:
    """Tell whether a confirmed address lies under a domain of the body; the whole domain counts."""
    if body is None or role not in SPEAKING_ROLES:
        return False
    own = {domain_of(address) for address in confirmed_addresses(person)}
    return BodyDomain.objects.filter(domain__in=own, **fields_of(body)).exists()


def _hold_true(hat: Hat, *, ground: Ground, by: Person | None) -> None:
    hat.standing, hat.ground = Standing.VERIFIED, ground
    hat.verified_by, hat.verified_at = by, timezone.now()


def _verify(hat: Hat, *, ground: Ground, by: Person | None, verifier: Person | None) -> None:
    """Hold a hat for true, write it down and tell its wearer."""
    before = hat_state(hat)
    _hold_true(hat, ground=ground, by=verifier)
    hat.save(update_fields=["standing", "ground", "verified_by", "verified_at"])
    change = Change.between(before, hat_state(hat))
    _record_wearing(by, hat, "organisations.hat_verified", change)
    title = _("“{hat}” is verified").format(hat=hat)
    text = _("It is marked as verified {ground}.").format(ground=hat.get_ground_display())
    _tell_wearer(by, hat, Told(title, text, f"/people/{hat.person_id}"))


def _record_wearing(
    by: Person | None, hat: Hat, act: str, change: Change, *, note: str = ""
) -> None:
    whose = [hat.person, hat.body]
    record(by=by, act=act, subject=hat, change=change, note=note, concerns=whose)


def _tell_who_can_verify(hat: Hat) -> None:
    """Tell network staff, and those who speak for the body, that a claim waits."""
    body = hat.body
    title = _("{name} says: {hat}").format(name=hat.person, hat=hat)
    text = _("Confirm it, or refuse it with a reason.")
    told = Told(title, text, f"/people/hats/{hat.pk}/decide")
    staff = Person.objects.filter(is_staff=True)
    speaking = Hat.objects.speaking().of_body(body) if body else Hat.objects.none()
    colleagues = Person.objects.filter(pk__in=speaking.values("person"), is_staff=False)
    for people, kind in ((staff, Kind.DESK), (colleagues, Kind.MEMBERSHIP)):
        notify(by=hat.person, people=people, kind=kind, told=told, subject=hat)


def _tell_wearer(by: Person | None, hat: Hat, told: Told) -> None:
    """Tell whose hat it is what became of it, unless they did it themselves."""
    notify(by=by, people=[hat.person], kind=Kind.MEMBERSHIP, told=told, subject=hat)


def _locked(hat: Hat) -> Hat:
    """Read a hat anew, so that two who decide at once do so one after the other."""
    Hat.objects.select_for_update().get(pk=hat.pk)
    found: Hat = Hat.objects.select_related("person", "city__country", "organisation").get(
        pk=hat.pk
    )
    return found


def _until(hat: Hat) -> dict[str, object]:
    return {"until": hat.until}
