"""A new officer joins by a code from her mail, is verified at once, and fills in her profile."""

import re
import time

import pytest

from tests.journeys.visitor import variants

CODE = re.compile(r"\b\d{4}-\d{4}\b")
SUGGESTED = "[role=listbox] [role=option]"
ENOUGH = 100  # stops from one thing to the next
FOCUSED = """() => {
  const one = document.activeElement;
  return (one.labels?.[0]?.innerText || one.getAttribute("aria-label") || one.innerText || "")
    .trim();
}"""


def make_staff():
    from tests.factories import people  # noqa: PLC0415 -- app ready

    return people.staff(name="Sam Okoye", email=f"sam-{time.monotonic_ns()}@network.example")


def set_domain(visit, members, domain):
    """Staff say that addresses of a domain are Dayton's."""
    staff = visit("desktop")
    members(staff, make_staff)
    staff.open("/staff/domains")
    staff.page.get_by_label("E-mail domain").fill(domain)
    staff.page.get_by_label("City", exact=True).fill("Dayton, Ohio")
    staff.follow(staff.page.get_by_role("button", name="Add", exact=True))
    staff.page.get_by_text(f"Addresses at {domain} now tell for Dayton").wait_for()


def code_for(post_office, address):
    """Return the code of the mail that came; it is sent before the page answers."""
    letter = post_office.to(address)[-1]
    return CODE.search(letter.get_body(("plain",)).get_content())[0]


class ByHand:
    """Someone with a mouse or a finger."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page

    def field(self, label):
        """Return the field of a label; the label may say more, such as that it can be left out."""
        return self.page.locator("main").get_by_label(re.compile(rf"^\s*{re.escape(label)}")).first

    def write(self, label, text):
        self.field(label).fill(text)

    def choose(self, label, option):
        self.field(label).select_option(label=option)

    def choose_city(self, label, text):
        self.page.get_by_role("combobox", name=label).press_sequentially(text)
        self.page.locator(SUGGESTED).first.click()

    def press(self, name):
        main = self.page.locator("main")
        self.visitor.follow(main.get_by_role("button", name=name, exact=True).first)

    def follow(self, name):
        self.visitor.follow(self.visitor.link(name, exact=True))


class ByKeys:
    """Someone with nothing but a keyboard."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page

    def reach(self, name):
        """Press Tab until the focus is there."""
        for _press in range(ENOUGH):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(FOCUSED).startswith(name):
                return
        pytest.fail(f"Tab does not reach {name!r} on {self.page.url}.")

    def write(self, label, text):
        self.reach(label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, label, option):
        self.reach(label)
        self.page.keyboard.type(option)

    def choose_city(self, label, text):
        self.reach(label)
        self.page.keyboard.type(text)
        self.page.locator(SUGGESTED).first.wait_for()
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def press(self, name):
        self.reach(name)
        self.visitor.arrive(lambda: self.page.keyboard.press("Enter"))

    def follow(self, name):
        self.press(name)


@variants(("screen", "way"), ("narrow", ByKeys), ("phone", ByHand), ("desktop", ByHand))
def test_a_new_officer_is_verified_at_once_and_fills_in_her_profile(
    visit, members, post_office, screen, way
):
    domain = f"{screen}.daytonohio.example"
    set_domain(visit, members, domain)
    address = f"ana.diaz@{domain}"
    officer = visit(screen)
    her = way(officer)
    comes_in(her, address, post_office)
    says_what_she_is(her)
    sees_her_desk(her)
    edits_her_profile(her)
    sees_what_is_held(her)


def comes_in(her, address, post_office):
    """The masthead leads to the door; the mail holds what opens it."""
    her.visitor.open("/")
    her.follow("Sign in")
    her.write("Your e-mail address", address)
    her.press("Send me a code")
    her.write("The code", code_for(post_office, address))
    her.press("Go on")
    assert her.visitor.heading() == "What are you called?"
    her.write("Your name", "Ana Díaz")
    her.press("Go on")


def says_what_she_is(her):
    """Her mailbox tells that it is true; nobody has to look."""
    assert her.visitor.heading() == "Welcome"
    her.choose("What you are", "Innovation officer")
    her.choose_city("Your city", "Dayton, Ohio")
    her.press("Go on")
    said = her.page.locator("main").inner_text()
    assert "You are a member of the network." in said
    assert "Innovation officer, Dayton" in said
    assert "erified" in said
    her.follow("Go on")  # to where she came from


def sees_her_desk(her):
    her.follow("My desk")
    assert her.visitor.heading() == "My desk"
    desk = her.page.locator("main").inner_text()
    assert "Innovation officer, Dayton" in desk
    assert her.page.locator("main").get_by_role("link", name="Dayton", exact=True).count()
    nav = her.page.get_by_role("navigation", name="Main").inner_text().split("\n")
    assert [word for word in nav if word] == ["Find", "Cities", "Library", "People", "My desk"]
    her.follow("Say what you can help with")


def edits_her_profile(her):
    her.write("What I can help with", "Street lighting: tenders and meters.")
    her.press("Save my profile")
    told = her.page.locator("main").inner_text()
    assert "Your profile is saved." in told
    assert "Street lighting: tenders and meters." in told
    assert her.visitor.heading().startswith("Ana Díaz")


def sees_what_is_held(her):
    """All of it, as she has just shown who she is; and the way out."""
    her.visitor.open("/account/data")
    assert her.visitor.heading() == "My data"
    assert "Street lighting: tenders and meters." in her.page.locator("main").inner_text()
    her.follow("Leave the network")
    assert "cannot be undone" in her.page.locator("main").inner_text()
    her.follow("Stay")
