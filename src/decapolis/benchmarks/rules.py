"""Who may make, mark, publish and question a benchmark, and why not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.benchmarks.choices import BLIND, Kind, ReplyState, State
from decapolis.benchmarks.models import Edition, Entrant, Mark, Reply
from decapolis.benchmarks.models.editions import spoken_for
from decapolis.cities.models import City
from decapolis.kernel.permissions import ALLOWED, Reader, Verdict, denied, is_member
from decapolis.organisations.models import Hat
from decapolis.organisations.queries import speaks_for


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to the cities of an edition, read once for all of them.

    Attributes
    ----------
    speaks, of
        Keys of cities that they speak for, and of which they wear a hat.
    marked
        Keys of those taking part that they marked blind.
    """

    speaks: frozenset[int]
    of: frozenset[int]
    marked: frozenset[int]


def standing_of(person: Reader | None, edition: Edition) -> Standing:
    """Return what somebody is to the cities of an edition; three queries for any number."""
    worn = Hat.objects.worn().filter(person=_key(person), city__isnull=False)
    own = Mark.objects.current().filter(edition=edition, hand__in=BLIND, by=_key(person))
    return Standing(
        speaks=frozenset(key for key in spoken_for(person) if key),
        of=frozenset(worn.order_by().values_list("city", flat=True)),
        marked=frozenset(own.order_by().values_list("entrant", flat=True)),
    )


def may_manage(person: Reader | None) -> Verdict:
    """Network staff load frameworks, form editions and upload spreadsheets."""
    if _is_staff(person):
        return ALLOWED
    return denied(_("Only network staff can make benchmarks. Ask them to add yours."))


def may_open(person: Reader | None, edition: Edition) -> Verdict:
    """Network staff open an assessment that is being prepared."""
    if not (verdict := may_manage(person)):
        return verdict
    if edition.kind != Kind.ASSESSED:
        return denied(_("Only an assessment is opened for marks. Publish this one."))
    if edition.state != State.DRAFT:
        return denied(_("This assessment is open already."))
    return ALLOWED


def may_change_draft(person: Reader | None, edition: Edition) -> Verdict:
    """Network staff change or throw away what is not yet open or published."""
    if not (verdict := may_manage(person)):
        return verdict
    if edition.state != State.DRAFT:
        return denied(_("Only a draft can be changed. Withdraw this one, or make another."))
    return ALLOWED


def may_mark_self(
    person: Reader | None, entrant: Entrant, known: Standing | None = None
) -> Verdict:
    """Who speaks for the city marks it, while marks are given."""
    if not _is_here(person):
        return denied(_("Sign in to mark your city."))
    if entrant.edition.state != State.ASSESSING:
        return denied(_("Marks are given only while the assessment is open."))
    if not _speaks(person, entrant, known):
        return denied(_("Only who speaks for {city} can mark it.").format(city=entrant.name))
    return ALLOWED


def may_review_blind(
    person: Reader | None, entrant: Entrant, known: Standing | None = None
) -> Verdict:
    """A reviewer marks cities that are not theirs, while marks are given."""
    if not _is_here(person):
        return denied(_("Sign in to review."))
    if not (is_member(person) and getattr(person, "is_reviewer", False)):
        return denied(_("Only reviewers give these marks. Network staff name them: ask there."))
    if entrant.edition.state != State.ASSESSING:
        return denied(_("Marks are given only while the assessment is open."))
    if _is_of(person, entrant, known):
        return denied(_("You cannot review {city}: you are of it.").format(city=entrant.name))
    return ALLOWED


def may_fill_in(person: Reader | None, entrant: Entrant) -> Verdict:
    """Whoever may mark a city, as its own people or as a reviewer, fills in its sheet."""
    own = may_mark_self(person, entrant)
    return own or may_review_blind(person, entrant)


def may_close(person: Reader | None, edition: Edition) -> Verdict:
    """Network staff end the marking, so that differences are settled."""
    if not (verdict := may_manage(person)):
        return verdict
    if edition.state != State.ASSESSING:
        return denied(_("Marks are not being given, so that there is nothing to close."))
    return ALLOWED


def may_settle(person: Reader | None, entrant: Entrant, known: Standing | None = None) -> Verdict:
    """Network staff or a third reviewer settle, but never one of both, nor someone of the city."""
    if not _is_here(person):
        return denied(_("Sign in to settle a difference."))
    is_reviewer = is_member(person) and getattr(person, "is_reviewer", False)
    if not (_is_staff(person) or is_reviewer):
        return denied(_("Only network staff and reviewers settle differences."))
    if entrant.edition.state != State.SETTLING:
        return denied(_("Differences are settled when all marks are in. Close the marking first."))
    if _is_of(person, entrant, known):
        return denied(_("Somebody else must settle this: you are of {city}.").format(
            city=entrant.name))  # fmt: skip
    if _marked_blind(person, entrant, known):
        return denied(_("Somebody else must settle this: one of the two marks is yours."))
    return ALLOWED


def may_take_one_reader(person: Reader | None, entrant: Entrant) -> Verdict:
    """Network staff let one reviewer's marks count, but nobody of the city, nor that reviewer."""
    if not _is_staff(person):
        return denied(_("Only network staff decide that one reviewer is enough."))
    if entrant.edition.state != State.SETTLING:
        return denied(_("Close the marking first: until then a second reviewer can still come."))
    if entrant.one_reader:
        return denied(_("This is decided already."))
    if _is_of(person, entrant):
        return denied(_("Somebody else must decide this: you are of {city}.").format(
            city=entrant.name))  # fmt: skip
    if _marked_blind(person, entrant):
        return denied(_("Somebody else must decide this: the marks are yours."))
    return ALLOWED


def may_publish(person: Reader | None, edition: Edition) -> Verdict:
    """Network staff publish what is ready; an assessment when its differences are settled."""
    if not (verdict := may_manage(person)):
        return verdict
    if edition.state == State.PUBLISHED:
        return denied(_("This edition is published already."))
    if edition.state == State.ASSESSING or (
        edition.kind == Kind.ASSESSED and edition.state == State.DRAFT
    ):
        return denied(_("Settle the differences first: close the marking, then publish."))
    return ALLOWED


def may_withdraw(person: Reader | None, edition: Edition) -> Verdict:
    """Network staff withdraw what is published."""
    if not (verdict := may_manage(person)):
        return verdict
    if edition.state != State.PUBLISHED:
        return denied(_("Only what is published can be withdrawn."))
    return ALLOWED


def may_reply(person: Reader | None, entrant: Entrant) -> Verdict:
    """Who speaks for the city replies to its marks, once they are published."""
    if not _is_here(person):
        return denied(_("Sign in to reply for your city."))
    if entrant.edition.state != State.PUBLISHED:
        return denied(_("A city replies to what is published."))
    if not _speaks(person, entrant):
        return denied(_("Only who speaks for {city} can reply for it.").format(city=entrant.name))
    return ALLOWED


def may_answer(person: Reader | None, reply: Reply) -> Verdict:
    """Network staff answer a reply, but nobody of the city that replied."""
    if not _is_staff(person):
        return denied(_("Only network staff answer what a city replies."))
    if reply.state != ReplyState.OPEN:
        return denied(_("This reply is answered already."))
    if reply.edition.state != State.PUBLISHED:
        return denied(_("This edition is not published any more, so that no mark can change."))
    if _key(person) == reply.by_id or _is_of(person, reply.entrant):
        return denied(_("Somebody else must answer: you are of {city}.").format(
            city=reply.entrant.name))  # fmt: skip
    return ALLOWED


def may_write_theory(person: Reader | None, city: City) -> Verdict:
    """Who speaks for a city says how it thinks that change comes about; staff help."""
    if _is_staff(person) or (_is_here(person) and speaks_for(person, city)):
        return ALLOWED
    return denied(_("Only who speaks for {city} can write this.").format(city=city.name))


def may_check_again(person: Reader | None) -> Verdict:
    """Any member makes a published index again from its recipe: that is what it is kept for."""
    if _is_staff(person) or (_is_here(person) and is_member(person)):
        return ALLOWED
    return denied(_("Sign in as a member to make this index again."))


def _key(person: Reader | None) -> int | None:
    return getattr(person, "pk", None)


def _is_here(person: Reader | None) -> bool:
    return bool(person and person.is_authenticated and getattr(person, "is_active", False))


def _is_staff(person: Reader | None) -> bool:
    return _is_here(person) and bool(person and person.is_staff)


def _speaks(person: Reader | None, entrant: Entrant, known: Standing | None = None) -> bool:
    if known is not None:
        return entrant.city_id in known.speaks
    return entrant.city is not None and bool(speaks_for(person, entrant.city))


def _is_of(person: Reader | None, entrant: Entrant, known: Standing | None = None) -> bool:
    """Tell whether someone wears a hat of a city, verified or not."""
    if known is not None:
        return entrant.city_id in known.of
    worn = Hat.objects.worn().filter(person=_key(person), city=entrant.city_id)
    return entrant.city_id is not None and worn.exists()


def _marked_blind(person: Reader | None, entrant: Entrant, known: Standing | None = None) -> bool:
    if known is not None:
        return entrant.pk in known.marked
    own = Mark.objects.current().filter(entrant=entrant, hand__in=BLIND, by=_key(person))
    return bool(own.exists())
