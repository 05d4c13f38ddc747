"""What can go wrong with boards and their templates."""

from decapolis.kernel.errors import DomainError


class BadTemplate(DomainError):
    """The blocks of a template do not make one; ``field`` names the place."""

    code = "canvas.bad_template"


class BadNote(DomainError):
    """A note cannot be written so; ``field`` names the place."""

    code = "canvas.bad_note"


class BadUpdate(DomainError):
    """What came over the line is no change of a board; nothing of it was kept."""

    code = "canvas.bad_update"


class VotesSpent(DomainError):
    """There are no votes left in this round, or no round is open."""

    code = "canvas.votes_spent"
