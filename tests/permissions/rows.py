"""What a row of the permission table is, and the rows that come again and again."""

from dataclasses import KW_ONLY, dataclass

# Beside who has not signed in, a member and network staff: a member who speaks for the city whose
# records these are, one who speaks for the organisation that leads the public one, a reviewer, and
# a member who runs the machine. They get what a member gets, unless a row says otherwise.
ROLES = ("anonymous", "member", "city", "organisation", "reviewer", "staff", "operator")
# The words that stand in every record of a visibility, and nowhere else.
MARKS = {"public": "seenbyeverybody", "network": "seenbymembers", "staff": "seenbystaff"}
MAY_SEE = {role: {"public", "network"} for role in ROLES} | {
    "anonymous": {"public"},
    "staff": {"public", "network", "staff"},
}
# Who runs the machine reads the whole log; it names what was done to any record.
READS_ALL = {("operator", "audit"), ("operator", "audit.csv"), ("operator", "operator")}
READS_ALL |= {("operator", "api/v1/audit")}
CITY, OTHER_CITY = 4509884, 5136454


@dataclass(frozen=True)
class Row:
    """One request and the status that each role gets.

    ``route`` is the pattern of the address as Django has it; ``address`` one that it fits.
    """

    route: str
    address: str
    anonymous: int
    member: int
    staff: int
    method: str = "get"
    data: tuple[tuple[str, str], ...] = ()
    _: KW_ONLY
    city: int = 0  # 0: as a member
    organisation: int = 0
    reviewer: int = 0
    operator: int = 0

    def status(self, role: str) -> int:
        """Return what a role gets."""
        return getattr(self, role) or self.member

    @property
    def is_read(self) -> bool:
        """Whether somebody gets a page, a part, a file or data."""
        return self.method == "get" and any(self.status(role) == 200 for role in ROLES)


def everybody(route, address=None, status=200):
    """An address that answers all roles alike."""
    return [Row(route, f"/{route}" if address is None else address, status, status, status)]


def record(route, address):
    """The page of a record: what may not be seen is not found."""
    return [
        Row(route, address.format(slug=f"of-{MARKS['public']}"), 200, 200, 200),
        Row(route, address.format(slug=f"of-{MARKS['network']}"), 404, 200, 200),
        Row(route, address.format(slug=f"of-{MARKS['staff']}"), 404, 404, 200),
        Row(route, address.format(slug="of-nobody"), 404, 404, 404),
    ]


def posted(route, address, status, **data):
    """A form that all roles may send."""
    pairs = tuple(data.items())
    return [Row(route, address, status, status, status, "post", pairs)]


SOMEONE = 7_000_001  # a member whom the walk makes
FORM = "post"


def by_members(route, address, anonymous=302, method="get", roles=None, **statuses):
    """What members write of a record: what may not be seen is not found.

    ``roles`` get something else of what they may see; the organisation leads the public one alone.
    """
    rows = {"public": (200, 200), "network": (200, 200), "staff": (404, 200)} | statuses
    others = roles or {}
    further = {"public": others, "network": {**others, "organisation": 0}, "staff": {}}
    return [
        Row(
            *(route, address.format(slug=f"of-{mark}"), anonymous, *rows[visibility], method),
            **further[visibility],
        )
        for visibility, mark in MARKS.items()
    ]


TEAM = {"city": 302, "organisation": 302}  # they write; to others it is refused
CALLED = 7_000_004  # a request between two others about what is for staff alone
SUGGESTED = 7_000_002  # a change of what is for staff alone
SEEN = f"of-{MARKS['public']}"
UPLOADED = 7_000_005  # a table of figures that staff handed in
REVIEWED = 7_000_003  # what is for staff alone


def own(route, address=None, status=200, method="get"):
    """What belongs to an account: who has not signed in is asked to."""
    return [Row(route, address or f"/{route}", 302, status, status, method)]


V1 = "api/v1/"


def of_people(route, address=None, member=200, staff=200):
    """What the API tells of people to who has signed in, or shows a token."""
    return [Row(f"{V1}{route}", f"/{V1}{address or route}", 401, member, staff)]


def by_token(route, address=None, method="post"):
    """What only a token writes: a session does not, whoever has signed in."""
    return [Row(f"{V1}{route}", f"/{V1}{address or route}", 401, 401, 401, method)]


SLUG = f"practices/of-{MARKS['public']}"
P = "practices/<slug>"
CIRCLE = "of-someone"  # a circle in which someone sits whom the walk makes
