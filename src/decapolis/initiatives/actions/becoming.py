"""Let a finished or stopped initiative become a practice, by the library's own door."""

from django.db import transaction
from django.utils.translation import gettext as _

from decapolis.audit.actions import Only, record
from decapolis.initiatives.choices import ENDED
from decapolis.initiatives.errors import DraftTaken, NotEnded, ValueRefused
from decapolis.initiatives.models import Initiative
from decapolis.initiatives.queries.becoming import practice_record
from decapolis.initiatives.queries.initiatives import team_people
from decapolis.initiatives.queries.plan import plan_of
from decapolis.initiatives.queries.progress import progress_of
from decapolis.initiatives.rules import may_write
from decapolis.kernel.permissions import require
from decapolis.library import actions as library
from decapolis.library.choices import SuggestionState
from decapolis.library.models import Draft, Practice, Suggestion, Version
from decapolis.people.models import Person


@transaction.atomic
def become_practice(*, by: Person, initiative: Initiative) -> Draft:
    """Write an initiative at its end as a draft of a practice; begun before, it is that draft.

    The draft is seen by who writes it alone, until they hand it in as they would any other.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    NotEnded
        It is neither done nor stopped.
    DraftTaken
        Somebody else of the team writes the draft, or it waits for who decides on it.
    TooManyDrafts
        They keep too many drafts of new practices.
    """
    initiative.refresh_from_db(from_queryset=Initiative.objects.select_for_update())
    require(may_write(by, initiative))
    if initiative.stage not in ENDED:
        raise NotEnded(_("End it first: done, or stopped with the reason."))
    if initiative.suggestion is not None and initiative.suggestion.state == SuggestionState.OPEN:
        raise DraftTaken(_("The practice is handed in already, and waits for an answer."))
    held = initiative.draft
    if held is not None and held.discarded is None:
        if held.person_id != by.pk:
            words = _("{name} writes the draft already. Ask them to hand it in.")
            raise DraftTaken(words.format(name=str(held.person)))
        return held
    plan = plan_of(initiative, by)
    made = practice_record(initiative, plan, progress_of(initiative, plan, by))
    draft = library.save_draft(by=by, written=library.Written(made)).draft
    initiative.draft = draft
    initiative.save(update_fields=["draft"])
    team = Only(team_people(initiative))
    record(by=by, act="initiatives.draft_made", subject=initiative, concerns=team)
    return draft


@transaction.atomic
def name_practice(*, by: Person, initiative: Initiative, practice: Practice) -> bool:
    """Say which practice of the library tells of an initiative; return whether that is new.

    Raises
    ------
    Forbidden
        They are not of the team, or sit there as a guest.
    NotEnded
        It is neither done nor stopped.
    ValueRefused
        They cannot read the practice, or it is of another city.
    """
    initiative.refresh_from_db(from_queryset=Initiative.objects.select_for_update())
    require(may_write(by, initiative))
    if initiative.stage not in ENDED:
        raise NotEnded(_("End it first: done, or stopped with the reason."))
    seen = Practice.objects.open_to(by).filter(pk=practice.pk, city=initiative.city_id)
    if not seen.exists():
        raise ValueRefused(
            _("There is no such practice of this city, or it is not open to you."),
            field="practice",
        )
    if initiative.became_id == practice.pk:
        return False
    _lead_to(by, initiative, practice)
    return True


@transaction.atomic
def publish_draft(*, by: Person, draft: Draft) -> Version:
    """Publish a draft, as the library does; the initiative that it tells of leads to it."""
    told_of = Initiative.objects.filter(draft=draft.pk, stage__in=ENDED).first()
    version = library.publish_draft(by=by, draft=draft)
    if told_of is not None:
        _lead_to(by, told_of, version.practice)
    return version


@transaction.atomic
def suggest_draft(*, by: Person, draft: Draft) -> Suggestion:
    """Suggest a draft, as the library does; the initiative it tells of knows that it waits."""
    told_of = Initiative.objects.filter(draft=draft.pk).first()
    made = library.suggest_draft(by=by, draft=draft)
    if told_of is not None:
        told_of.suggestion = made
        told_of.save(update_fields=["suggestion"])
    return made


@transaction.atomic
def accept_suggestion(*, by: Person, suggestion: Suggestion, reason: str = "") -> Version:
    """Accept, as the library does; the initiative that the practice tells of leads to it."""
    version = library.accept_suggestion(by=by, suggestion=suggestion, reason=reason)
    ended = Initiative.objects.filter(suggestion=suggestion.pk, stage__in=ENDED)
    for told_of in ended:
        _lead_to(by, told_of, version.practice)
    return version


def _lead_to(by: Person, initiative: Initiative, practice: Practice) -> None:
    initiative.became = practice
    initiative.save(update_fields=["became"])
    team = Only(team_people(initiative))
    record(by=by, act="initiatives.became_practice", subject=initiative, note=practice.title,
           concerns=team)  # fmt: skip
