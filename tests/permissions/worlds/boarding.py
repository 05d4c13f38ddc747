"""Teams with their boards, and who may see what of them: a seat decides, and nothing else."""

from typing import Any

from django.db.models import Model

from decapolis.canvas.bridge.document import doc_of, edited, root
from decapolis.canvas.models import (
    Board,
    Photo,
    Round,
    Snapshot,
    Template,
    TemplateVersion,
    Update,
    Vote,
)
from decapolis.files.choices import CLOSED, State
from decapolis.files.models import File
from decapolis.people.choices import Seat
from decapolis.people.models import Person, Team, TeamSeat
from tests.factories import boards
from tests.permissions.worlds.basics import Rule, Who, is_of_network
from tests.permissions.worlds.world import World

TEAMS = 3


def make_boards(world: World) -> None:
    """Make templates, and teams of whoever the dice say, each with a board."""
    dice = world.dice
    templates = world.made(Template, [
        Template(slug=f"canvas-{world.mark('template')}", name=f"{world.mark('template')} canvas",
                 about=f"{world.mark('template')} lamps")
        for _n in range(2)
    ])  # fmt: skip
    versions = world.made(TemplateVersion, [
        TemplateVersion(template=one, number=1, blocks=_blocks(world)) for one in templates
    ])  # fmt: skip
    for team in world.made(Team, [Team() for _n in range(TEAMS)]):
        people = dice.some(world.of(Person), 4)
        seats = [TeamSeat(team=team, person=one, seat=dice.one(Seat.values)) for one in people]
        world.made(TeamSeat, seats)
        (board,) = world.made(Board, [
            Board(key=f"b{world.mark('board')}", title=f"{world.mark('board')} board", team=team,
                  version=dice.one(versions), made_by=people[0])
        ])  # fmt: skip
        _fill(world, board, people)


def _blocks(world: World) -> list[dict[str, object]]:
    word = world.mark("template")
    return [{**one, "prompt": f"{word}?"} for one in boards.BLOCKS]


def _fill(world: World, board: Board, people: list[Any]) -> None:
    """Put a note with a photo on a board, keep it as it is, and let somebody vote."""
    dice, by = world.dice, people[0]
    (file,) = world.made(File, [
        File(key=f"p-{world.mark('photo')}", name=f"{world.mark('photo')}.png", kind="png", size=1,
             digest="0" * 64, by=dice.one([None, by]), visibility=CLOSED, state=State.READY,
             is_held=True)
    ])  # fmt: skip
    world.made(Photo, [Photo(board=board, file=file)])
    words = f"{world.mark('note')} lamps"

    def put(doc: Any) -> None:
        root(doc, "notes")[note_of(board)] = boards.note(words, photo=file.key)

    world.made(Update, [Update(board=board, data=edited(board, put))])
    state = doc_of(board).get_update()
    world.made(Snapshot, [
        Snapshot(board=board, name=f"{world.mark('snapshot')} kept", by=by, state=state, upto=1,
                 notes=1)
    ])  # fmt: skip
    held = Round.objects.create(board=board)
    world.made(Vote, [Vote(round=held, person=by, note=note_of(board), count=2)])


def note_of(board: Board) -> str:
    """Return the id of the one note on a board."""
    return f"note{board.key}"


def teams_of(world: World, who: Who) -> set[int]:
    """Return the teams in which a member has a seat."""
    if who is None or not (who.is_member and who.is_active and who.left is None):
        return set()
    return {one.team_id for one in world.of(TeamSeat) if one.person_id == who.pk}


def sees_team(world: World, who: Who, row: Team) -> bool:
    """Tell whether somebody may know of a team: who sits in it."""
    return row.pk in teams_of(world, who)


def sees_of_team(world: World, who: Who, row: Any) -> bool:
    """Tell whether somebody may see what belongs to a team."""
    return row.team_id in teams_of(world, who)


def sees_of_board(world: World, who: Who, row: Any) -> bool:
    """Tell whether somebody may see what stands on a board."""
    return sees_of_team(world, who, row.board)


def sees_vote(_world: World, who: Who, row: Vote) -> bool:
    """Tell whether somebody may see a vote: it is theirs."""
    return who is not None and who.pk == row.person_id


def sees_template(_world: World, who: Who, _row: object) -> bool:
    """Tell whether somebody may see a template: members, and network staff."""
    return is_of_network(who)


def knows_photo(world: World, who: Who, row: File) -> bool:
    """Tell whether somebody may know of a photo: the team, and who handed it in."""
    own = who is not None and row.by_id == who.pk
    return own or any(
        sees_of_board(world, who, one) for one in world.of(Photo) if one.file_id == row.pk
    )


VISIBLE: dict[type[Model], Rule] = {
    Board: sees_of_team,
    Photo: sees_of_board,
    Snapshot: sees_of_board,
    Team: sees_team,
    TeamSeat: sees_of_team,
    Template: sees_template,
    Vote: sees_vote,
}
MAY_READ: dict[str, Rule] = {
    "board": sees_of_team,
    "note": sees_of_board,
    "photo": knows_photo,
    "snapshot": sees_of_board,
    "template": sees_template,
}
