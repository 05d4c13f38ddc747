"""What is expected of every address, for every role. One test walks this table.

An address that is missing here fails the suite: add its row when you add the address.
"""

from dataclasses import dataclass

ROLES = ("anonymous", "member", "staff")

# The words that stand in every record of a visibility, and nowhere else.
MARKS = {"public": "seenbyeverybody", "network": "seenbymembers", "staff": "seenbystaff"}
MAY_SEE = {
    "anonymous": {"public"},
    "member": {"public", "network"},
    "staff": {"public", "network", "staff"},
}

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


PAGES = [
    *everybody("", "/"),
    *everybody("about"),
    *everybody("about/method"),
    *everybody("about/method/money"),
    *everybody("about/method/peers"),
    *everybody("about/method/search"),
    *everybody("accessibility"),
    *everybody("api"),
    *everybody("brief"),
    *everybody("brief", f"/brief?city={CITY}&q=street+lighting"),
    *everybody("brief.pdf", f"/brief.pdf?city={CITY}&q=street+lighting"),
    *everybody("brief.docx", f"/brief.docx?city={CITY}&q=street+lighting"),
    *everybody("cities/"),
    *everybody("cities/", "/cities/?format=csv"),
    *everybody("cities/suggest", "/cities/suggest?q=day"),
    *everybody("cities/choose"),
    *posted("cities/choose", "/cities/choose", 302, city=str(CITY)),
    *posted("cities/choose", "/cities/choose", 422, city="Atlantis"),
    *everybody("cities/<int:city_id>", f"/cities/{CITY}", 301),
    *everybody("cities/<int:city_id>", "/cities/1", 404),
    *everybody("cities/<int:city_id>-<str:slug>", f"/cities/{CITY}-dayton"),
    *everybody("cities/<int:city_id>/peers", f"/cities/{CITY}/peers"),
    *everybody("cities/<int:city_id>/peers/<int:other_id>", f"/cities/{CITY}/peers/{OTHER_CITY}"),
    *everybody("find", "/find?q=lamps"),
    *everybody("find.csv", "/find.csv?q=lamps"),
    *everybody("find.csv", "/find.csv?kind=practice"),
    *everybody("library"),
    *everybody("practices/"),
    *everybody("documents/"),
    *everybody("technologies/"),
    *everybody("organisations/"),
    *record("practices/<slug:slug>", "/practices/{slug}"),
    *record("documents/<slug:slug>", "/documents/{slug}"),
    *record("technologies/<slug:slug>", "/technologies/{slug}"),
    *record("organisations/<slug:slug>", "/organisations/{slug}"),
    *everybody("sources"),
    *everybody("style"),
    *everybody("style/brief"),
]

V1 = "api/v1/"
API = [
    *everybody(V1, "/api/v1/", 404),
    *everybody(V1, "/api/v1/nowhere", 404),
    *everybody(f"{V1}openapi.json"),
    *everybody(f"{V1}health"),
    *everybody(f"{V1}status"),
    *everybody(f"{V1}find", f"/{V1}find?q=lamps&limit=100"),
    *everybody(f"{V1}brief", f"/{V1}brief?city={CITY}&q=street+lighting"),
    *everybody(f"{V1}practices"),
    *everybody(f"{V1}documents"),
    *everybody(f"{V1}technologies"),
    *everybody(f"{V1}organisations"),
    *record(f"{V1}practices/<slug>", "/api/v1/practices/{slug}"),
    *record(f"{V1}documents/<slug>", "/api/v1/documents/{slug}"),
    *record(f"{V1}technologies/<slug>", "/api/v1/technologies/{slug}"),
    *record(f"{V1}organisations/<slug>", "/api/v1/organisations/{slug}"),
    *everybody(f"{V1}cities"),
    *everybody(f"{V1}cities/suggest", f"/{V1}cities/suggest?q=day"),
    *everybody(f"{V1}cities/<int:city_id>", f"/{V1}cities/{CITY}"),
    *everybody(f"{V1}cities/<int:city_id>/figures", f"/{V1}cities/{CITY}/figures"),
    *everybody(f"{V1}cities/<int:city_id>/peers", f"/{V1}cities/{CITY}/peers"),
    *everybody(
        f"{V1}cities/<int:city_id>/peers/<int:other_id>", f"/{V1}cities/{CITY}/peers/{OTHER_CITY}"
    ),
    *everybody(f"{V1}countries"),
    *everybody(f"{V1}countries/<iso2>", f"/{V1}countries/US"),
    *everybody(f"{V1}indicators"),
    *everybody(f"{V1}indicators/<code>", f"/{V1}indicators/population_acs"),
    *everybody(f"{V1}observations"),
    *everybody(f"{V1}sources"),
]

TABLE = [*PAGES, *API]
