"""Who may write in the library, and why not."""

from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.kernel.permissions import (
    ALLOWED,
    Reader,
    Verdict,
    denied,
    is_member,
    readable_by,
)
from decapolis.library.choices import CLOSED, CallState, Disclosure, SuggestionState
from decapolis.library.models import (
    Adoption,
    CallRequest,
    Document,
    Draft,
    Practice,
    Review,
    Suggestion,
)
from decapolis.library.queries.authors import lead_of
from decapolis.library.queries.callable import takes_part
from decapolis.library.queries.concerned import stake_in
from decapolis.organisations.queries import speaks_for
from decapolis.people.models import Circle, seats_of


def may_correct(person: Reader | None, practice: Practice) -> Verdict:
    """Network staff, who speaks for its city, and who speaks for the organisation that led it.

    What is closed is its team's alone; what is told without its name is changed where it is told
    with it.
    """
    if practice.visibility in CLOSED:
        return ALLOWED if _is_of_team(person, practice) else _hidden()
    if practice.retells_id:
        return _nameless()
    if _is_staff(person):
        return ALLOWED
    verdict = may_suggest(person, practice)
    if not verdict or _is_of_team(person, practice):
        return verdict
    return denied(
        _("Only who speaks for {city}, for the lead, or network staff can change this. Suggest it.")
        .format(city=practice.city_name)
    )  # fmt: skip


def may_suggest(person: Reader | None, practice: Practice) -> Verdict:
    """Any member suggests changes of what they may read; of what is closed, nobody."""
    return may_write(person) and _is_open(person, practice)


def may_draft(person: Reader | None, practice: Practice) -> Verdict:
    """Who may correct a practice, or suggest how, writes a draft of it."""
    return may_correct(person, practice) or may_suggest(person, practice)


def may_write(person: Reader | None) -> Verdict:
    """Members of the network write: drafts, suggestions, new practices to propose."""
    if _is_staff(person) or (_is_here(person) and is_member(person)):
        return ALLOWED
    if _is_here(person):
        return denied(_("Only members write here. Network staff are still to let you in."))
    return denied(_("Sign in to write."))


def may_add(person: Reader | None, city: City | None) -> Verdict:
    """Network staff add practices of any city, others those of a city that they speak for."""
    if _is_staff(person):
        return ALLOWED
    verdict = may_write(person)
    if verdict and not (city and speaks_for(person, city)):
        return denied(
            _("You do not speak for this city yet. Propose the practice; network staff look at it.")
        )
    return verdict


def may_disclose(
    person: Reader | None, practice: Practice, level: Disclosure, circle: Circle | None = None
) -> Verdict:
    """Its team says who reads a practice; network staff do of what is not closed.

    Only who sits in a circle opens something to it.
    """
    if practice.retells_id:
        return _nameless()
    is_team = _is_of_team(person, practice)
    if level in CLOSED and not is_team:
        return denied(_("Only who speaks for its city or its lead can close it to others."))
    if level == Disclosure.STAFF and not _is_staff(person):
        return denied(_("Only network staff keep something to themselves."))
    if level == Disclosure.CIRCLE and (
        circle is None or not seats_of(person).filter(circle=circle).exists()
    ):
        return denied(_("Choose a circle in which you sit."))
    return ALLOWED if is_team else may_correct(person, practice)


def may_correct_document(person: Reader | None, document: Document) -> Verdict:
    """Network staff, and who speaks for its city."""
    if _is_staff(person):
        return ALLOWED
    verdict = may_write(person)
    if verdict and document.visibility not in readable_by(person):
        return denied(_("There is no such document, or it is not open to you."))
    if verdict and not (document.city and speaks_for(person, document.city)):
        return denied(_("Only who speaks for its city, or network staff, can change this."))
    return verdict


def may_add_document(person: Reader | None, city: City | None) -> Verdict:
    """Network staff add any document, others those of a city that they speak for."""
    if _is_staff(person):
        return ALLOWED
    verdict = may_write(person)
    if verdict and not (city and speaks_for(person, city)):
        return denied(_("You do not speak for this city yet. Ask network staff to add it."))
    return verdict


def may_decide(person: Reader | None, suggestion: Suggestion) -> Verdict:
    """Who may correct the practice, or add it where it is new; each thing is decided once."""
    if suggestion.state != SuggestionState.OPEN:
        return denied(_("This is decided already."))
    if suggestion.practice is None:
        return may_add(person, suggestion.city)
    return may_correct(person, suggestion.practice)


def may_withdraw(person: Reader | None, suggestion: Suggestion) -> Verdict:
    """Whoever made it, while it waits."""
    if suggestion.state != SuggestionState.OPEN:
        return denied(_("This is decided already."))
    if _is_here(person) and suggestion.by_id == getattr(person, "pk", None):
        return ALLOWED
    return denied(_("Only who made a suggestion can withdraw it."))


def may_keep(person: Reader | None, draft: Draft) -> Verdict:
    """A draft is its writer's alone."""
    if _is_here(person) and draft.person_id == getattr(person, "pk", None):
        return ALLOWED
    return denied(_("This draft is not yours."))


def may_consent(person: Reader | None, practice: Practice) -> Verdict:
    """Members who speak for its city, its lead or another body of it; each for herself alone."""
    verdict = may_ask(person, practice)
    if verdict and not takes_part(person, practice):
        return denied(
            _("Only who speaks for the city or for a body that took part can be called about this.")
        )
    return verdict


def may_ask(person: Reader | None, practice: Practice) -> Verdict:
    """Members ask about what they may read."""
    if not _is_here(person):
        return denied(_("Sign in to ask."))
    if not (is_member(person) or _is_staff(person)):
        return denied(_("Only members ask here. Network staff are still to let you in."))
    return _is_open(person, practice)


def may_ask_to_consent(person: Reader | None) -> Verdict:
    """Network staff ask people whether they would be called; they never agree for them."""
    return ALLOWED if _is_staff(person) else denied(_("Only network staff can do this."))


def may_answer(person: Reader | None, call: CallRequest) -> Verdict:
    """Whoever a request is at: she answers it, passes it on or declines it."""
    if not _is_here(person) or call.to_id is None or call.to_id != getattr(person, "pk", None):
        return denied(_("This request is not at you. Perhaps it went on to somebody else."))
    if not (is_member(person) or _is_staff(person)):
        return denied(_("Only members answer here."))
    return ALLOWED


def may_withdraw_call(person: Reader | None, call: CallRequest) -> Verdict:
    """Whoever asked."""
    if _is_here(person) and call.asker_id == getattr(person, "pk", None):
        return ALLOWED
    return denied(_("Only who asked can withdraw a request."))


def may_share_call(person: Reader | None, call: CallRequest) -> Verdict:
    """Both sides of an answered request, each for their own part."""
    sides = {call.asker_id, call.to_id} - {None}
    if not _is_here(person) or getattr(person, "pk", None) not in sides:
        return denied(_("Only who asked and who answered can keep this."))
    if call.state != CallState.ANSWERED or not call.answer:  # old texts are emptied
        return denied(_("There is no answer that could be kept."))
    return ALLOWED


def may_grade(person: Reader | None) -> Verdict:
    """Reviewers, whom network staff name, and network staff themselves."""
    if _is_staff(person):
        return ALLOWED
    if not _is_here(person):
        return denied(_("Sign in to grade."))
    if not (is_member(person) and getattr(person, "is_reviewer", False)):
        return denied(_("Only reviewers grade practices. Network staff name them: ask there."))
    return ALLOWED


def may_review(person: Reader | None, practice: Practice) -> Verdict:
    """Who grades, but nobody what they wrote or what a body of theirs had a hand in."""
    verdict = may_grade(person) and _is_open(person, practice)
    if not verdict:
        return verdict
    stake = stake_in(practice, person=person)
    if stake and stake.kind == "wrote":
        return denied(_("You wrote a version of this practice. Somebody else must grade it."))
    if stake:
        return denied(
            _("You are of {body}, which had a hand in it. Somebody else must grade it.").format(
                body=stake.name
            )
        )
    return ALLOWED


def may_ask_for_review(person: Reader | None, practice: Practice) -> Verdict:
    """Who may correct a practice, while it is not closed: reviewers would read of it."""
    return may_correct(person, practice) and _is_open(person, practice)


def may_withdraw_review(person: Reader | None, review: Review) -> Verdict:
    """Whoever gave it, and network staff, who say why."""
    if _is_staff(person):
        return ALLOWED
    if _is_here(person) and review.by_id == getattr(person, "pk", None):
        return ALLOWED
    return denied(_("Only who gave a review, or network staff, can withdraw it."))


def may_adopt(person: Reader | None, origin: Practice, city: City | None) -> Verdict:
    """Who speaks for the city that followed, and network staff."""
    verdict = may_suggest(person, origin)
    if not verdict or _is_staff(person):
        return verdict
    if city and speaks_for(person, city):
        return ALLOWED
    return denied(
        _("Only who speaks for a city, or network staff, can say that it followed a practice.")
    )


def may_withdraw_adoption(person: Reader | None, adoption: Adoption) -> Verdict:
    """Whoever recorded it, who speaks for the city that followed, and network staff."""
    if _is_staff(person):
        return ALLOWED
    is_own = _is_here(person) and adoption.by_id == getattr(person, "pk", None)
    if is_own or speaks_for(person, adoption.city):
        return ALLOWED
    return denied(
        _("Only who recorded it, who speaks for {city}, or network staff can withdraw it.").format(
            city=adoption.city.name
        )
    )


def _is_of_team(person: Reader | None, practice: Practice) -> bool:
    """Tell whether a member speaks for a practice's city, or for the organisation that led it."""
    if not (_is_here(person) and is_member(person)):
        return False
    lead = lead_of(practice)
    own = practice.city is not None and speaks_for(person, practice.city)
    return own or (lead is not None and speaks_for(person, lead))


def _is_open(person: Reader | None, practice: Practice) -> Verdict:
    """Tell whether someone may read a practice that is not closed, and that has a name."""
    if practice.visibility not in readable_by(person):
        return _hidden()
    return _nameless() if practice.retells_id else ALLOWED


def _hidden() -> Verdict:
    return denied(_("There is no such practice, or it is not open to you."))


def _nameless() -> Verdict:
    return denied(_("A city tells this without its name. It can be read, and nothing else."))


def _is_here(person: Reader | None) -> bool:
    return bool(person and person.is_authenticated and getattr(person, "is_active", False))


def _is_staff(person: Reader | None) -> bool:
    return _is_here(person) and bool(person and person.is_staff)
