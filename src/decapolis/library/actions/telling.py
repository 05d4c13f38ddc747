"""Tell people of suggestions, of what became of them, and of changes to their practices."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from decapolis.kernel.permissions import readable_by
from decapolis.library.choices import SuggestionState, VersionOrigin
from decapolis.library.models import Practice, Suggestion, Version
from decapolis.library.queries.concerned import people_concerned, people_deciding
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person


def tell_suggested(*, by: Person, suggestion: Suggestion) -> None:
    """Tell others who speak for its city or its lead; network staff where there is nobody."""
    kind = Kind.CHANGES
    people = [one for one in people_deciding(suggestion) if one.pk != by.pk]
    if not people:
        kind, people = Kind.DESK, list(Person.objects.filter(is_staff=True))
    title = (
        _("A change of “{title}” is suggested")
        if suggestion.practice
        else _("A new practice is proposed: {title}")
    )
    told = Told(title.format(title=_title(suggestion)), suggestion.note, _address(suggestion))
    notify(by=by, people=people, kind=kind, told=told, subject=suggestion)


def tell_decided(*, by: Person, suggestion: Suggestion, is_new: bool) -> None:
    """Tell who suggested it what became of it and why, where they may see the practice still."""
    author, practice = suggestion.by, suggestion.practice
    if author is None or (practice and practice.visibility not in readable_by(author)):
        return
    is_accepted = suggestion.state == SuggestionState.ACCEPTED
    if is_new and is_accepted:
        title = _("“{title}”, which you proposed, was accepted")
    elif is_new:
        title = _("“{title}”, which you proposed, was declined")
    elif is_accepted:
        title = _("The change of “{title}” that you suggested was accepted")
    else:
        title = _("The change of “{title}” that you suggested was declined")
    told = Told(title.format(title=_title(suggestion)), suggestion.reason, _address(suggestion))
    notify(by=by, people=[author], kind=Kind.CHANGES, told=told, subject=suggestion)


def tell_added(*, by: Person, version: Version) -> None:
    """Tell the people of its city and its lead of a practice that somebody else proposed."""
    practice: Practice = version.practice
    people = [one for one in people_concerned(practice) if one.pk != version.by_id]
    title = _("A practice was added: {title}").format(title=practice.title)
    told = Told(title, version.note, f"/practices/{practice.slug}")
    notify(by=by, people=people, kind=Kind.CHANGES, told=told, subject=practice)


def tell_written(*, by: Person, version: Version, before: Iterable[Person]) -> None:
    """Tell the people of its city and its lead, and its authors, that a practice was changed.

    Whose words they are knows it: they wrote them, or hear what became of their suggestion.

    Parameters
    ----------
    before
        Whom the practice concerned until then: it may have moved to another city.
    """
    practice: Practice = version.practice
    found = {one.pk: one for one in (*before, *people_concerned(practice))}
    others = [one for one in found.values() if one.pk != version.by_id]
    people = [one for one in others if practice.visibility in readable_by(one)]
    titles = {
        VersionOrigin.RESTORED: _("An earlier version of “{title}” was put back"),
        VersionOrigin.DISCLOSED: _("Who may read “{title}” was changed"),
    }
    title = titles.get(VersionOrigin(version.origin), _("“{title}” was corrected"))
    told = Told(
        title.format(title=practice.title), version.note, f"/practices/{practice.slug}/versions"
    )
    notify(by=by, people=people, kind=Kind.CHANGES, told=told, subject=practice)


def _title(suggestion: Suggestion) -> str:
    return suggestion.practice.title if suggestion.practice else str(suggestion.record["title"])


def _address(suggestion: Suggestion) -> str:
    return f"/contribute/suggestions/{suggestion.pk}"
