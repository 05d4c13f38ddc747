"""Three people fill a board together; one of them loses the line, and nothing is lost."""

import time

from playwright.sync_api import expect

READY = ".board.is-live"


def a_board():
    """Make a team of three with a board, and return its owner."""
    from decapolis.canvas.models import Template  # noqa: PLC0415 -- app ready
    from tests.factories import boards, people  # noqa: PLC0415 -- app ready

    stamp = time.monotonic_ns()
    ana, ben, cem = (
        people.person(name=name, email=f"{name[:3].lower()}-{stamp}@city.example")
        for name in ("Ana Díaz", "Ben Okafor", "Cem Aydin")
    )
    version = Template.objects.get(slug="mayors-workshop").versions.first()
    team = boards.team(ana, member=ben, expert=cem)
    boards.board(team=team, version=version, title="Lamps of Elm Street", made_by=ana)
    return ana


def the_one_called(name):
    """Return a function that finds somebody of the newest board."""

    def find():
        from decapolis.people.models import TeamSeat  # noqa: PLC0415 -- app ready

        return TeamSeat.objects.filter(person__name=name).latest("pk").person

    return find


def address():
    from decapolis.canvas.models import Board  # noqa: PLC0415 -- app ready

    return Board.objects.latest("pk").path


class AtTheBoard:
    """Somebody with the board before them."""

    def __init__(self, visitor):
        self.visitor = visitor
        self.page = visitor.page

    def note(self, text):
        return self.page.locator("li[data-note]", has_text=text)

    def has(self, text, block=None):
        where = self.page.locator(f"[data-block={block}]") if block else self.page
        expect(where.locator("li[data-note]", has_text=text)).to_have_count(1, timeout=20_000)

    def writes(self, block, text):
        self.page.locator(f"#add-{block}").fill(text)
        self.page.locator(f"#add-{block}").press("Enter")

    def adds(self, block, text):
        """Write with a thumb, where Enter begins a new line."""
        self.page.locator(f"#add-{block}").fill(text)
        self.page.locator(f"[data-block={block}] .add button").click()

    def is_told(self, text):
        expect(self.page.locator("[data-told]")).to_contain_text(text, timeout=20_000)

    def sees(self, text):
        expect(self.page.locator("[data-state]")).to_have_text(text, timeout=20_000)


def test_three_people_fill_a_board_and_one_loses_the_line(visit, members):
    where = []

    def owner():
        made = a_board()
        where.append(address())
        return made

    ana, ben, cem = visit("desktop"), visit("desktop", "dark"), visit("phone")
    members(ana, owner)
    members(ben, the_one_called("Ben Okafor"))
    members(cem, the_one_called("Cem Aydin"))
    people = [AtTheBoard(one) for one in (ana, ben, cem)]
    for one in people:
        one.page.goto(where[0])
        expect(one.page.locator(READY)).to_be_visible()
    ana_, ben_, cem_ = people
    expect(ana_.page.locator("[data-here]")).to_have_text(
        "Here: Ben Okafor, Cem Aydin, you.", timeout=20_000
    )
    write_together(ana_, ben_, cem_)
    change_by_keyboard(ana_, ben_)
    vote(ana_, ben_)
    lose_the_line(ana_, ben_, cem_)
    for one in people:
        one.visitor.look()
    leave_nothing_behind(ben_)


def test_what_a_full_board_does_not_take_is_shown_copied_and_dropped(visit, members, behind):
    ana = visit("phone")
    members(ana, a_board)
    behind(leave_room_for_one_note)
    at = AtTheBoard(ana)
    page = at.page
    page.goto(behind(address))
    expect(page.locator(READY)).to_be_visible()
    at.adds("idea", "Dim the lamps.")
    at.sees("Saved")
    long = "Two engineers. " + "And so on. " * 180
    at.adds("people", long)
    at.sees("Some changes were not taken. The page says which.")
    refused = page.locator("[data-refused]")
    expect(refused.locator("textarea")).to_have_value(f"People: {long.strip()}")
    ana.look()
    page.reload()  # the device keeps it, and is refused again
    expect(refused.locator("textarea")).to_have_value(f"People: {long.strip()}", timeout=20_000)
    refused.get_by_role("button", name="Copy").click()
    expect(refused.get_by_role("status")).to_have_text("The text is copied.")
    refused.get_by_role("button", name="Drop").click()
    at.sees("Saved")
    expect(refused).to_be_hidden()
    expect(page.locator("[data-note]")).to_have_count(1)
    at.has("Dim the lamps.", "idea")


def leave_room_for_one_note():
    from decapolis.canvas.actions.updates import store_update  # noqa: PLC0415 -- app ready
    from decapolis.canvas.bridge.document import edited, root  # noqa: PLC0415 -- app ready
    from decapolis.canvas.models import Board  # noqa: PLC0415 -- app ready
    from decapolis.live.wire import MOST_DOCUMENT  # noqa: PLC0415 -- app ready

    board = Board.objects.latest("pk")
    filler = "x" * (MOST_DOCUMENT - 1_500)
    fill = edited(board, lambda doc: root(doc, "session").update({"filler": filler}))
    store_update(board_id=board.pk, data=fill)


def write_together(ana, ben, cem):
    ana.writes("challenge", "The lamps burn all night.")
    ana.sees("Saved")
    for one in (ben, cem):
        one.has("The lamps burn all night.", "challenge")
        one.is_told("Ana Díaz added to The challenge and whom it hurts: The lamps burn all night.")
    cem.page.locator("#add-barriers").fill("The mayor will say no.")
    cem.page.locator("[data-block=barriers] [name=unnamed]").check()
    cem.page.locator("[data-block=barriers] .add button").click()
    ana.is_told("Added to Barriers: The mayor will say no.")
    expect(ana.note("The mayor will say no.").locator("[data-of=by]")).to_have_text("")


def change_by_keyboard(ana, ben):
    """Open, rewrite, paint and move a note, while somebody else writes in the same block."""
    ana.note("burn all night").locator("[data-open]").focus()
    ana.page.keyboard.press("Enter")
    dialog = ana.page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    ana.visitor.is_accessible()
    ana.page.keyboard.press("Control+End")
    ana.page.keyboard.type(" All of them.")
    ben.writes("challenge", "And the bill grows.")
    ben.has("burn all night. All of them.")
    ana.has("And the bill grows.")
    expect(ana.page.locator("#note-text")).to_be_focused()
    dialog.get_by_label("Green").check()
    dialog.get_by_label("Move to").select_option("idea")
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(dialog.get_by_role("status")).to_have_text("Moved to The idea, place 1.")
    ana.page.keyboard.press("Escape")
    expect(ana.note("burn all night").locator("[data-open]")).to_be_focused()
    ben.has("burn all night", "idea")
    drag(ben, "burn all night", "money")
    ana.has("burn all night", "money")
    ben.page.get_by_role("button", name="Undo").click()
    ana.has("burn all night", "idea")
    ana.sees("Saved")


def drag(who, text, block):
    page = who.page
    who.note(text).scroll_into_view_if_needed()
    start = who.note(text).bounding_box()
    goal = page.locator(f"[data-block={block}] .block__asks").bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(goal["x"] + 40, min(goal["y"] + 10, 880), steps=5)
    page.mouse.up()


def vote(ana, ben):
    ana.page.get_by_text("Lead the session").click()
    ana.page.get_by_role("button", name="Open votes").click()
    for one, left in ((ana, 2), (ben, 2)):
        expect(one.page.locator("[data-votes]")).to_contain_text("3 of 3")
        one.note("burn all night").get_by_role("button", name="Vote for").click()
        expect(one.page.locator("[data-votes]")).to_contain_text(f"{left} of 3")
    ana.page.get_by_role("button", name="Close and count the votes").click()
    expect(ben.note("burn all night").locator("[data-of=votes]")).to_have_text("2 votes")


def lose_the_line(ana, ben, cem):
    """One writes on without a line, opens the page anew without one, and comes back."""
    ben.sees("Saved")
    kept = "async () => (await (await caches.open('board-pages')).keys()).length"
    for _try in range(100):
        if ben.page.evaluate(kept):
            break
        ben.page.wait_for_timeout(100)
    heard = len(ben.visitor.faults)
    ben.visitor.context.set_offline(True)
    ben.writes("people", "Two engineers.")
    ben.sees("Offline. What you write is kept on this device.")
    cem.adds("people", "A press officer.")
    ana.has("A press officer.", "people")
    ben.page.reload()
    expect(ben.page.locator(READY)).to_be_visible()
    ben.has("Two engineers.", "people")
    assert ana.note("Two engineers.").count() == 0
    ben.visitor.context.set_offline(False)
    for one in (ana, ben, cem):
        one.has("Two engineers.", "people")
        one.has("A press officer.", "people")
    ben.sees("Saved")
    del ben.visitor.faults[heard:]  # that there was no line


def leave_nothing_behind(who):
    """Sign out: no board is left on the device."""
    page = who.page
    page.locator(".me summary").click()
    who.visitor.follow(page.get_by_role("button", name="Sign out"))
    left = "async () => [(await indexedDB.databases()).length, (await caches.keys()).length]"
    assert page.evaluate(left) == [0, 0]
