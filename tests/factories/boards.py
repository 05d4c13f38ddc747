"""Valid boards, and teams that sit at them."""

from itertools import count

from pycrdt import Map, Text

from decapolis.canvas.models import Board, Template, TemplateVersion
from decapolis.people.choices import Seat
from decapolis.people.models import Person, Team, TeamSeat

_numbers = count(1)
NOON = "2026-11-25T12:00:00Z"
BLOCKS = [
    {"id": "idea", "title": "Idea", "prompt": "What?", "becomes": "", "area": [1, 1, 1, 1]},
    {"id": "money", "title": "Money", "prompt": "How?", "becomes": "cost", "area": [2, 1, 1, 1]},
]


def team(*owners: Person, **seated: Person) -> Team:
    """Return a new team: owners first, others by their seat, such as ``expert=cem``."""
    made = Team.objects.create()
    for one in owners:
        seat(made, one, Seat.OWNER)
    for name, one in seated.items():
        seat(made, one, Seat(name))
    return made


def seat(team: Team, person: Person, seat: str = Seat.MEMBER) -> TeamSeat:
    """Return a new seat in a team."""
    return TeamSeat.objects.create(team=team, person=person, seat=seat)


def version(**fields: object) -> TemplateVersion:
    """Return the first version of a new template."""
    number = next(_numbers)
    template = Template.objects.create(slug=f"template-{number}", name=f"Template {number}")
    return TemplateVersion.objects.create(**{
        "template": template, "number": 1, "blocks": BLOCKS
    } | fields)  # fmt: skip


def board(*owners: Person, **fields: object) -> Board:
    """Return a new board at which these people sit as owners."""
    values = {"title": f"Board {next(_numbers)}"} | fields
    values.setdefault("team", team(*owners))
    if "version" not in values:
        values["version"] = version()
    return Board.objects.create(**values)


def note(text: object = "Lamps", **values: object) -> "Map[object]":
    """Return a note, to be put on a board."""
    words = Text(text) if isinstance(text, str) else text
    usual = {"block": "idea", "order": 1, "text": words, "by": None, "name": ""}
    usual |= {"colour": "sun", "group": "", "at": NOON, "photo": "", "links": Map(), "votes": 0}
    return Map(usual | values)
