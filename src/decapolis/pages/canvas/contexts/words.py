"""What the page with scripts says. It is told with the page, in the reader's language."""

import json

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def words() -> str:
    """Return the sentences as JSON; ``{...}`` is filled in by the page."""
    said = {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "offline": _("Offline. What you write is kept on this device."),
        "opening": _("Opening the line…"),
        "signed_out": _("You are signed out. What you wrote is kept on this device."),
        "sign_in": _("Sign in again"),
        "gone": _("This board is not open to you any more."),
        "refused": _("Some changes were not taken. The page says which."),
        "refused_other": _(
            "One more change was not taken: a place, a colour, a group or a removal."
        ),
        "refused_others": _(
            "{n} more changes were not taken: places, colours, groups or removals."
        ),
        "refused_copied": _("The text is copied."),
        "refused_select": _("The text is selected. Copy it with your keyboard or the menu."),
        "refused_dropping": _("These changes are being dropped…"),
        "refused_held": _("Close the other pages of this board on this device, and it goes on."),
        "refused_kept": _("This device does not let go of them. Try again in a new window."),
        "refused_unknown": _("Which ones cannot be told now. Try again when the line is back."),
        "comment": _("Comment"),
        "full": _("This board is full. Take something off before you write more."),
        "readonly": _("Nothing can be written on this board now."),
        "here_alone": _("Only you are here."),
        "here": _("Here: {names}."),
        "you": _("you"),
        "no_name": _("no name"),
        "added": _("{name} added to {block}: {text}"),
        "added_unnamed": _("Added to {block}: {text}"),
        "added_many": _("{n} notes were added."),
        "moved": _("Moved to {block}, place {place}."),
        "removed": _("Taken off. Undo brings it back."),
        "put_down": _("Your note is in {block}."),
        "votes_one": ngettext("{n} vote", "{n} votes", 1),
        "votes_many": ngettext("{n} vote", "{n} votes", 2),
        "votes_open": _("Votes are open. You have {left} of {each} left. Nobody sees yours."),
        "votes_closed": _("The votes are counted."),
        "votes_offline": _("Votes need the line. Try again when it is back."),
        "mine": _("yours: {n}"),
        "time_left": _("{time} left"),
        "minute_left": _("One minute left."),
        "time_up": _("Time is up."),
        "photo_saving": _("The photo is being looked at…"),
        "photo_offline": _("A photo needs the line. Try again when it is back."),
        "nothing_found": _("Nothing was found. Try other words."),
        "find_offline": _("The library cannot be asked without the line."),
        "link_added": _("The link is on the note."),
        "take_off": _("Take off"),
        "grouped": _("It is in the group {group}."),
        "no_group": _("It is in no group."),
        "none": _("No group"),
        "change": _("Change"),
        "needs_line": _("This needs the line. Try again when it is back."),
        "photo_away": _("Photo: it needs the line."),
        "undone": _("Undone."),
        "redone": _("Done again."),
        "playing": _("Playing"),
    }
    return json.dumps(said, ensure_ascii=False)
