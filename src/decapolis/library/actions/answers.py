"""Keep an answer on its practice, with the consent of both sides; and take that back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from decapolis.audit.actions import Change, record
from decapolis.kernel.permissions import Visibility, require
from decapolis.library.errors import CallEnded
from decapolis.library.models import CallNote, CallRequest
from decapolis.library.queries.calls import path_of
from decapolis.library.rules import may_share_call
from decapolis.notices.actions import Told, notify
from decapolis.notices.choices import Kind
from decapolis.people.models import Person

ALLOWED_LEVELS = (Visibility.PUBLIC, Visibility.NETWORK)


@dataclass(frozen=True, slots=True)
class Share:
    """For whom one side lets an answer be kept, and whether by her name; None: for nobody."""

    level: Visibility | None
    named: bool = False


@transaction.atomic
def share_answer(*, by: Person, call: CallRequest, share: Share) -> CallNote:
    """Agree that question and answer are kept on the practice, or take that back, for one side.

    It stands there only while both sides agree, for those whom both would let read it. A name is
    shown where its own side says so.

    Raises
    ------
    Forbidden
        They are neither who asked nor who answered, or there is no answer.
    CallEnded
        It cannot be kept for this circle.
    """
    require(may_share_call(by, call))
    if share.level is not None and share.level not in ALLOWED_LEVELS:
        raise CallEnded(_("Choose everyone or members."))
    CallRequest.objects.select_for_update().get(pk=call.pk)
    note, _is_new = CallNote.objects.get_or_create(call=call, defaults={"practice": call.practice})
    side = "asker" if by.pk == call.asker_id else "answerer"
    before = _state(note, side)
    was_first = not (note.by_asker or note.by_answerer)
    setattr(note, f"by_{side}", share.level or "")
    setattr(note, f"{side}_named", bool(share.level) and share.named)
    note.save()
    change = Change.between(before, _state(note, side))
    if not change.after:
        return note
    other = call.to if side == "asker" else call.asker
    record(
        by=by,
        act="library.answer_shared" if share.level else "library.answer_withdrawn",
        subject=call,
        change=change,
        concerns=[call.asker, call.to],
    )
    if share.level and was_first and other:
        told = Told(
            _("May this answer be kept on the practice?"),
            _("The other side agrees. It is kept only if you agree as well."),
            path_of(call),
        )
        kind = Kind.ASKED if side == "asker" else Kind.ANSWERED
        notify(by=by, people=[other], kind=kind, told=told, subject=call)
    return note


def _state(note: CallNote, side: str) -> dict[str, object]:
    return {"kept_for": getattr(note, f"by_{side}"), "named": getattr(note, f"{side}_named")}
