"""One person with a browser, who notices what the pages must never do."""

import json
from collections import defaultdict
from pathlib import Path
from urllib.parse import urldefrag

import pytest

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE = 120_000  # milliseconds; a busy machine is not a fault of the page
OF_COLOURS = ["color-contrast", "link-in-text-block"]  # all that the other scheme can change
OF_STYLES = [*OF_COLOURS, "target-size"]  # most of the time that axe takes
OF_WORDS = {"runOnly": STANDARD, "rules": {rule: {"enabled": False} for rule in OF_STYLES}}
SMALL = 700  # pixels: less than this is a phone's layout
SCREENS = {
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}
RUN_AXE = """async (how) => {
  const where = {include: [document], exclude: window.lookedAt ?? []};
  const fast = {resultTypes: ["violations"], preload: false, elementRef: false};
  const found = await axe.run(how.rules ? document : where, {...fast, ...how});
  return found.violations.map((broken) => `${broken.id}: ${broken.nodes.map((node) =>
    node.html.slice(0, 200) + " " + node.failureSummary.replaceAll("\\n", " ")).join("; ")}`);
}"""
# A shape: a tag with its classes and states, inside the same shapes. Styles make it look the same
# wherever it stands, and it has words or names wherever it does.
SHAPES = """() => {
  const sum = (text, start) => {
    let value = start;
    for (let at = 0; at < text.length; at++) value = (value * 31 + text.charCodeAt(at)) | 0;
    return value;
  };
  const told = /^(role|type|disabled|readonly|open|aria-(busy|current|disabled|expanded|invalid))$/;
  window.shapes = new Map();
  const walk = (one, above) => {
    const states = [...one.attributes].map(
      ({name, value}) => told.test(name) ? name + value : name);
    const hasText = [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim());
    const said = [one.tagName, one.getAttribute("class") ?? "", ...states.sort(), hasText,
      one.checked ?? ""];
    const shape = sum(said.join(" "), above);
    window.shapes.set(one, shape);
    for (const part of one.children) walk(part, shape);
  };
  walk(document.documentElement, 7);
  return [...new Set(window.shapes.values())];
}"""
# Leave out what was looked at; three of each new shape are enough, since rows may come by turns.
LEAVE_OUT = """(fresh) => {
  const wanted = new Map(fresh.map((shape) => [shape, 3]));
  window.lookedAt = [];
  const walk = (one) => {
    const left = wanted.get(window.shapes.get(one)) ?? 0;
    if (left) wanted.set(window.shapes.get(one), left - 1);
    const parts = [...one.children].map((part) => [part, walk(part)]);
    const isWanted = left > 0 || parts.some(([, is]) => is);
    if (isWanted) window.lookedAt.push(...parts.filter(([, is]) => !is).map(([part]) => part));
    return isWanted;
  };
  walk(document.documentElement);
}"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > room + 1)
    .map((one) => one.outerHTML.slice(0, 120)).slice(0, 3);
}"""


def variants(names, usual, *others):
    """Let every run take a journey in its usual way, and a soak in all ways."""
    later = [pytest.param(*one, marks=pytest.mark.soak) for one in others]
    return pytest.mark.parametrize(names, [usual, *later])


class Visitor:
    """A page in a browser of its own, every address of which is looked at.

    ``faults`` gathers what went wrong unasked: errors of scripts, requests that failed or went to
    another origin, and addresses that nobody looked at. The `visit` fixture fails on them.

    What was found accessible on a large or a small screen is not looked at a second time there in
    the same run: a page all of whose shapes are known; otherwise the colours and sizes of those
    that are. One who is ``thorough`` looks at all of it each time.
    """

    good = defaultdict(set)  # shapes, by whether the screen is small
    other_widths = (320, 1440)  # in which a page with new shapes has to have room, too

    def __init__(  # noqa: PLR0913 -- as a person has many sides
        self, browser, address, *, screen, scheme, scripts, locale, thorough=False
    ):
        self.address = address
        self.thorough = thorough
        self.scheme = scheme
        self.scripts = scripts
        self.faults = []
        self.refused = set()  # addresses that are meant to answer with an error
        self.seen = set()
        self.looked_at = set()
        self.context = browser.new_context(
            **SCREENS[screen],
            base_url=address,
            color_scheme=scheme,
            java_script_enabled=scripts,
            locale=locale,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self._listen(self.page)

    def _listen(self, page):
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("request", self._on_request)
        page.on("requestfailed", self._on_failure)
        page.on("response", self._on_response)
        page.on("framenavigated", self._on_arrival)

    def _on_console(self, message):
        if message.type == "error" and message.location["url"] not in self.refused:
            self.faults.append(f"{self.page.url}: console: {message.text}")

    def _on_request(self, request):
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.faults.append(f"{self.page.url}: asks elsewhere: {request.url}")

    def _on_failure(self, request):
        if "ERR_ABORTED" not in (request.failure or ""):  # given up by the page, or a download
            self.faults.append(f"{self.page.url}: failed: {request.url} {request.failure}")

    def _on_response(self, response):
        if response.status >= 400 and response.url not in self.refused:
            self.faults.append(f"{self.page.url}: {response.status}: {response.url}")

    def _on_arrival(self, frame):
        if frame == self.page.main_frame and frame.url.startswith(self.address):
            self.seen.add(urldefrag(frame.url).url)

    def open(self, path, *, status=200):
        """Type an address."""
        if status >= 400:
            self.refused.add(f"{self.address}{path}")
        response = self.page.goto(path)
        assert response.status == status, f"{path} answers {response.status}."
        self.look()

    def follow(self, link):
        """Press a link or a button that leads to another page."""
        self.arrive(link.click)

    def arrive(self, act):
        """Do what leads to another page, and look at that page."""
        with self.page.expect_navigation():
            act()
        self.look()

    def link(self, name, *, within=None, exact=False):
        """Return the first link with a name."""
        return (within or self.page).get_by_role("link", name=name, exact=exact).first

    def heading(self):
        """Return the text of the page's one heading of the first level."""
        return self.page.locator("h1").inner_text().replace("\n", " ")

    def look(self):
        """Check what holds for every page: one title, room enough, and accessible to all."""
        self.looked_at.add(urldefrag(self.page.url).url)
        assert self.page.title().endswith(" | Decapolis"), f"{self.page.url}: {self.page.title()}"
        assert self.page.locator("h1").count() == 1, f"{self.page.url} has not one h1."
        self.has_room()
        if self.is_accessible():
            self.has_room_elsewhere()

    def has_room(self):
        """Fail where the page scrolls sideways."""
        wide, width = self.page.evaluate(TOO_WIDE), self.page.viewport_size["width"]
        assert not wide, f"{self.page.url} scrolls sideways at {width}: {wide}"

    def has_room_elsewhere(self):
        """Fail where the page scrolls sideways in a window of another width."""
        usual = self.page.viewport_size
        for width in self.other_widths:
            if width != usual["width"]:
                self.page.set_viewport_size({"width": width, "height": usual["height"]})
                self.has_room()
        self.page.set_viewport_size(usual)

    def is_accessible(self):
        """Fail on what axe finds, in the reader's colours and in the others; tell if it looked."""
        good = self.good[self.page.viewport_size["width"] < SMALL]
        shapes = self.page.evaluate(SHAPES)
        fresh = [shape for shape in shapes if self.thorough or shape not in good]
        if fresh and self.scripts:
            self._run_axe(self.page, fresh)
        elif fresh:
            self._run_axe_in_a_twin(fresh)
        good.update(shapes)
        return bool(fresh)

    def _run_axe(self, page, fresh):
        page.evaluate(AXE)
        if not self.thorough:
            page.evaluate(LEAVE_OUT, fresh)
        found = page.evaluate(RUN_AXE, OF_WORDS)
        found += page.evaluate(RUN_AXE, {"runOnly": OF_STYLES})
        page.emulate_media(color_scheme={"light": "dark", "dark": "light"}[self.scheme])
        found += page.evaluate(RUN_AXE, {"runOnly": OF_COLOURS})
        page.emulate_media(color_scheme=self.scheme)
        assert not found, f"{page.url} is not accessible:\n" + "\n".join(found)

    def _run_axe_in_a_twin(self, fresh):
        """Look at the page in a browser that runs our checks but none of the page's scripts."""
        twin = self.context.browser.new_context(
            viewport=self.page.viewport_size,
            color_scheme=self.scheme,
            reduced_motion="reduce",
            storage_state=self.context.storage_state(),
        )
        try:
            page = twin.new_page()
            page.route("**/*.js*", lambda route: route.fulfill(content_type="text/javascript"))
            page.goto(self.page.url)
            page.evaluate(SHAPES)
            self._run_axe(page, fresh)
        finally:
            twin.close()

    def tab_through(self, most):
        """Press Tab until the page ends; return what is known of each stop."""
        stops = []
        for _press in range(most):
            self.page.keyboard.press("Tab")
            stop = json.loads(self.page.evaluate(FOCUSED))
            if not stop:
                break
            stops.append(stop)
        return stops

    def begin_anew(self):
        """Forget where one was, as in another browser."""
        self.context.clear_cookies()
        self.page.goto("about:blank")
        for known in (self.faults, self.refused, self.seen, self.looked_at):
            known.clear()

    def wrong(self):
        """Return all that went wrong so far."""
        unseen = [f"{url} was not looked at." for url in sorted(self.seen - self.looked_at)]
        return self.faults + unseen

    def leave(self):
        """Close the browser and return all that went wrong."""
        self.context.close()
        return self.wrong()


FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return "null";
  const box = one.getClientRects()[0] ?? one.getBoundingClientRect();  // the first line
  const ringed = (node) => node && getComputedStyle(node).outlineStyle !== "none"
    && parseFloat(getComputedStyle(node).outlineWidth) >= 2;
  const field = one.closest(".askbar__field");
  const middle = document.elementFromPoint(box.x + Math.min(box.width, innerWidth - box.x) / 2,
    box.y + box.height / 2);
  return JSON.stringify({
    name: (one.getAttribute("aria-label") || one.innerText || one.labels?.[0]?.innerText || "")
      .trim().replace(/\\s+/g, " "),
    tag: one.tagName.toLowerCase(),
    ring: ringed(one) || ringed(field),
    shown: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    covered: middle !== null && !one.contains(middle) && !middle.contains(one),
  });
}"""
