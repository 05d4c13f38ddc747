"""One person with a browser, who notices what the pages must never do."""

import json
from pathlib import Path
from urllib.parse import urldefrag

ROOT = Path(__file__).resolve().parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE = 120_000  # milliseconds; a busy machine is not a fault of the page
OF_COLOURS = ["color-contrast", "link-in-text-block"]  # all that the other scheme can change
SCREENS = {
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}
RUN_AXE = """async (only) => (await axe.run(document, {runOnly: only})).violations.map(
  (broken) => `${broken.id}: ${broken.nodes.map((node) =>
    node.html.slice(0, 200) + " " + node.failureSummary.replaceAll("\\n", " ")).join("; ")}`)"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > room + 1)
    .map((one) => one.outerHTML.slice(0, 120)).slice(0, 3);
}"""


class Visitor:
    """A page in a browser of its own, every address of which is looked at.

    ``faults`` gathers what went wrong unasked: errors of scripts, requests that failed or went to
    another origin, and addresses that nobody looked at. The `visit` fixture fails on them.
    """

    def __init__(self, browser, address, *, screen, scheme, scripts, locale):
        self.address = address
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
        if self.scripts:
            self.has_room()
            self.is_accessible(self.page)
        else:
            self._look_with_a_twin()

    def has_room(self):
        """Fail where the page scrolls sideways."""
        wide = self.page.evaluate(TOO_WIDE)
        assert not wide, f"{self.page.url} scrolls sideways: {wide}"

    def is_accessible(self, page):
        """Fail on what axe finds, in the reader's colours and in the others."""
        page.evaluate(AXE)
        found = page.evaluate(RUN_AXE, {"type": "tag", "values": STANDARD})
        page.emulate_media(color_scheme={"light": "dark", "dark": "light"}[self.scheme])
        found += page.evaluate(RUN_AXE, {"type": "rule", "values": OF_COLOURS})
        page.emulate_media(color_scheme=self.scheme)
        assert not found, f"{page.url} is not accessible:\n" + "\n".join(found)

    def _look_with_a_twin(self):
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
            wide = page.evaluate(TOO_WIDE)
            assert not wide, f"{page.url} scrolls sideways without scripts: {wide}"
            self.is_accessible(page)
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

    def leave(self):
        """Close the browser and return all that went wrong."""
        unseen = [f"{url} was not looked at." for url in sorted(self.seen - self.looked_at)]
        self.context.close()
        return self.faults + unseen


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
