"""Time how soon a ranking of many cities follows a weight, in a real browser."""

import csv
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from decapolis.benchmarks.actions import Spreadsheet, publish, take_in_spreadsheet
from decapolis.benchmarks.queries.editions import editions
from decapolis.cities.models import City
from decapolis.kernel.permissions import Visibility
from decapolis.ops import chromium
from decapolis.ops.bench.figures import Figure, Limits
from decapolis.ops.bench.serving import served
from decapolis.ops.bench.timing import Spread
from decapolis.people.actions import appoint
from decapolis.people.rules import Roles

CITIES, CRITERIA, SEED = 200, 10, 7
NAME, FRAMEWORK = "Bench of two hundred", "bench-of-two-hundred"
PATH = f"/rankings/{FRAMEWORK}/first"
STAFF = "staff@bench.example"
MOVES = 8  # of every slider
WIDE, HIGH = 1440, 900  # the window
LIMIT = Limits(most=100)

# Frames: from when the browser had the input to a task after the frame that shows it. Rests: from
# the last input to when intervals around the new weights are drawn.
WATCH = """() => {
  window.frames_taken = [];
  window.rests_taken = [];
  let last = 0;
  addEventListener("input", (event) => {
    last = event.timeStamp;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => window.frames_taken.push(performance.now() - event.timeStamp);
      after.port2.postMessage(null);
    });
  }, true);
  const table = document.querySelector("table.ranks");
  new MutationObserver(() => {
    if (!table.hasAttribute("data-old")) window.rests_taken.push(performance.now() - last);
  }).observe(table, {attributeFilter: ["data-old"]});
  const idle = document.createElement("input");
  idle.type = "range";
  idle.id = "idle";
  document.querySelector("form.weights").before(idle);
}"""
FRAME = "() => new Promise((go) => requestAnimationFrame(() => setTimeout(go)))"
FRAMES = "() => window.frames_taken.splice(0)"
RESTS = "() => window.rests_taken.splice(0)"


def ranked() -> list[Figure]:
    """Publish a ranking of many cities on this home, where there is none; nothing is measured."""
    if editions(reader=None, framework=FRAMEWORK):
        return []
    by = appoint(by=None, email=STAFF, roles=Roles(staff=True))
    with TemporaryDirectory() as folder:
        data = Path(folder) / "cities.csv"
        _write(data)
        given = Spreadsheet(data=data, name=NAME, visibility=Visibility.PUBLIC)
        taken = take_in_spreadsheet(by=by, given=given)
    publish(by=by, edition=taken.edition)
    return []


def slider(home: Path) -> list[Figure]:
    """Return how soon a painted frame follows the moving of a weight, and the intervals.

    Empty without a browser, which is said on standard error.
    """
    program = chromium.find()
    if program is None:
        sys.stderr.write(f"The slider is not timed without a browser. {chromium.HOW}\n")
        return []
    with served(home) as (address, _pid), _browser(program) as page:
        page.goto(address + PATH)
        page.wait_for_selector("form.weights[data-ready]")
        page.evaluate(WATCH)
        idle = page.locator("#idle")
        _dragged(page, idle)  # warm
        moved: list[float] = []
        bare: list[float] = []
        for one in page.locator("form.weights input[type=range]").all():
            moved += _dragged(page, one)
            page.wait_for_selector("table.ranks:not([data-old])")
            bare += _dragged(page, idle)
        rests = page.evaluate(RESTS)
    return figures_of(moved, bare, rests)


def figures_of(
    moved: Sequence[float], bare: Sequence[float], rests: Sequence[float]
) -> list[Figure]:
    """Return what was measured as figures; times in milliseconds."""
    ours, base, rest = Spread.of(moved), Spread.of(bare), Spread.of(rests)
    size = f"{CITIES} cities, {ours.n} moves"
    words = "a weight moved, from input to painted frame"
    return [
        Figure(
            section="composite",
            name=words,
            size=size,
            unit="ms",
            value=ours.p95,
            p50=ours.p50,
            baseline="a slider that moves nothing",
            baseline_value=base.p95,
            limits=LIMIT,
        ),
        Figure(
            section="composite",
            name="from the last move to intervals around the new weights",
            size=f"{CITIES} cities, {rest.n} rests",
            unit="ms",
            value=rest.p95,
            p50=rest.p50,
        ),
    ]


def _write(path: Path) -> None:
    """Write made-up scores of real cities, always the same."""
    chance = random.Random(SEED)
    cities = City.objects.order_by("-population", "pk").values_list("pk", "name")[:CITIES]
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["uCode", "uName", *(f"criterion-{n}" for n in range(1, CRITERIA + 1))])
        for key, name in cities:
            good = chance.gauss(50, 8)
            scores = [round(chance.gauss(good, 10), 1) for _criterion in range(CRITERIA)]
            lines.writerow([key, name, *scores])


@contextmanager
def _browser(program: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only where it is measured

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield started.new_page(viewport={"width": WIDE, "height": HIGH})
        finally:
            started.close()


def _dragged(page: Any, one: Any) -> list[float]:
    """Drag a slider from its middle to its end by the mouse; return what each frame took."""
    one.scroll_into_view_if_needed()
    box = one.bounding_box()
    middle = box["y"] + box["height"] / 2
    value, most = one.evaluate("(one) => [one.valueAsNumber, Number(one.max) || 100]")
    start, end = (box["x"] + box["width"] * part for part in (value / most, 1))
    page.mouse.move(start, middle)
    page.mouse.down()
    for move in range(1, MOVES + 1):
        page.mouse.move(start + (end - start) * move / MOVES, middle)
        page.evaluate(FRAME)
    page.mouse.up()
    taken: list[float] = page.evaluate(FRAMES)
    one.evaluate("(one) => { if (one.id === 'idle') one.value = '50'; }")
    return taken
