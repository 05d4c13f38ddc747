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

TOLD_AND_DONE = [  # notices, the log, the operator's page
    Row("desk/notices", "/desk/notices", 302, 200, 200),
    Row("desk/notices", "/desk/notices?show=new&kind=asked", 302, 200, 200),
    Row("desk/notices/read", "/desk/notices/read", 302, 302, 302, "post", (("all", "1"),)),
    Row("desk/notices/<int:notice_id>/open", "/desk/notices/1/open", 302, 404, 404),
    Row("desk/notices/rhythms", "/desk/notices/rhythms", 302, 200, 200),
    Row("desk/notices/rhythms", "/desk/notices/rhythms", 302, 422, 422, "post"),
    Row("desk/notices/address", "/desk/notices/address", 302, 302, 302, "post"),
    *everybody("notices/unsubscribe/<str:token>", "/notices/unsubscribe/not-ours", 404),
    *posted("notices/unsubscribe/<str:token>", "/notices/unsubscribe/not-ours", 404),
    Row("audit", "/audit", 302, 200, 200),
    Row("audit.csv", "/audit.csv", 302, 200, 200),
    Row("operator", "/operator", 302, 404, 404),
    Row("operator/jobs", "/operator/jobs", 302, 404, 404, "post", (("all", "1"),)),
]

SOMEONE = 7_000_001  # a member whom the walk makes
FORM = "post"
PEOPLE = [
    Row("desk", "/desk", 302, 200, 200),
    Row("welcome", "/welcome", 302, 200, 200),
    Row("welcome", "/welcome", 302, 422, 422, FORM),
    Row("profile", "/profile", 302, 302, 302),
    Row("people", "/people", 302, 200, 200),
    Row("people", "/people?q=some&theme=energy", 302, 200, 200),
    Row("people/<int:person_id>", f"/people/{SOMEONE}", 404, 200, 200),
    Row("people/<int:person_id>", "/people/999999999", 404, 404, 404),
    Row("people/me/edit", "/people/me/edit", 302, 200, 200),
    Row("people/me/edit", "/people/me/edit", 302, 422, 422, FORM),
    Row("people/me/hats", "/people/me/hats", 302, 422, 422, FORM),
    Row("people/hats/<int:hat_id>/end", f"/people/hats/{SOMEONE}/end", 302, 302, 302, FORM),
    Row("people/hats/<int:hat_id>/again", f"/people/hats/{SOMEONE}/again", 302, 302, 302, FORM),
    Row("people/hats/<int:hat_id>/decide", f"/people/hats/{SOMEONE}/decide", 302, 404, 200),
    Row("people/hats/<int:hat_id>/decide", f"/people/hats/{SOMEONE}/decide", 302, 404, 422, FORM),
    Row("invitations", "/invitations", 302, 404, 200),
    Row("invitations", "/invitations", 302, 404, 422, FORM, (("way", "one"),)),
    Row(
        "invitations/<int:invitation_id>/revoke",
        "/invitations/999999999/revoke",
        *(302, 404, 404, FORM),
    ),
    *everybody("invitations/<str:secret>", "/invitations/of-nobody", 404),
    Row("invitations/<str:secret>", "/invitations/of-nobody", 302, 422, 422, FORM),
    Row("staff", "/staff", 302, 404, 200),
    Row("staff/people", "/staff/people?is=reviewer", 302, 404, 200),
    Row("staff/people/<int:person_id>/roles", "/staff/people/1/roles", 302, 404, 404, FORM),
    Row(
        "staff/people/<int:person_id>/roles",
        f"/staff/people/{SOMEONE}/roles",
        *(302, 404, 302, FORM, (("change", "reviewer-1"),)),
    ),
    Row("staff/people/<int:person_id>/end", "/staff/people/1/end", 302, 404, 404, FORM),
    Row(
        "staff/people/<int:person_id>/end",
        f"/staff/people/{SOMEONE}/end",
        *(302, 404, 302, FORM),  # without a reason nothing ends
    ),
    Row("staff/requests/<int:person_id>", f"/staff/requests/{SOMEONE}", 302, 404, 404),
    Row("staff/domains", "/staff/domains", 302, 404, 200),
    Row("staff/domains", "/staff/domains", 302, 404, 422, FORM),
    Row("staff/domains/<int:domain_id>/remove", "/staff/domains/1/remove", 302, 404, 404, FORM),
    Row("staff/figures", "/staff/figures", 302, 404, 200),
]


def by_members(route, address, anonymous=302, method="get", **statuses):
    """What members write of a record: what may not be seen is not found."""
    rows = {"public": (200, 200), "network": (200, 200), "staff": (404, 200)} | statuses
    return [
        Row(route, address.format(slug=f"of-{mark}"), anonymous, *rows[visibility], method)
        for visibility, mark in MARKS.items()
    ]


CALLED = 7_000_004  # a request between two others about what is for staff alone
SUGGESTED = 7_000_002  # a change of what is for staff alone
WRITING = [
    Row("contribute", "/contribute", 302, 200, 200),
    Row("contribute/new", "/contribute/new", 302, 200, 200),
    Row("contribute/new", "/contribute/new", 302, 422, 422, FORM, (("do", "hand_in"),)),
    Row("contribute/drafts/<int:draft_id>", "/contribute/drafts/999999999", 302, 404, 404),
    Row("contribute/drafts/<int:draft_id>/discard", "/contribute/drafts/1/discard", 405, 405, 405),
    Row(
        "contribute/drafts/<int:draft_id>/discard",
        "/contribute/drafts/999999999/discard",
        *(302, 404, 404, FORM),
    ),
    Row(
        "contribute/drafts/<int:draft_id>/keep",
        "/contribute/drafts/999999999/keep",
        *(302, 404, 404, FORM),
    ),
    Row(
        "contribute/suggestions/<int:number>",
        f"/contribute/suggestions/{SUGGESTED}",
        *(302, 404, 200),
    ),
    Row(
        "contribute/suggestions/<int:number>",
        f"/contribute/suggestions/{SUGGESTED}",
        *(302, 404, 422, FORM, (("do", "decline"),)),
    ),
    *by_members("practices/<slug:slug>/edit", "/practices/{slug}/edit"),
    *record("practices/<slug:slug>/versions", "/practices/{slug}/versions"),
    *record(
        "practices/<slug:slug>/versions/<int:before>...<int:after>",
        "/practices/{slug}/versions/1...2",
    ),
    *by_members(
        "practices/<slug:slug>/versions/<int:number>/restore",
        "/practices/{slug}/versions/1/restore",
        method=FORM, public=(403, 302), network=(403, 302), staff=(404, 302),
    ),
]  # fmt: skip


CALLING = [
    *by_members("practices/<slug:slug>/call", "/practices/{slug}/call"),
    *by_members(
        "practices/<slug:slug>/call", "/practices/{slug}/call",
        method=FORM, public=(422, 422), network=(422, 422), staff=(404, 422),
    ),
    *by_members("practices/<slug:slug>/call/consent", "/practices/{slug}/call/consent"),
    *by_members(
        "practices/<slug:slug>/call/consent", "/practices/{slug}/call/consent",
        method=FORM, public=(422, 422), network=(422, 422), staff=(404, 422),
    ),
    Row(
        "practices/<slug:slug>/call/invite",
        f"/practices/of-{MARKS['public']}/call/invite",
        *(302, 404, 404, FORM, (("person", "999999999"),)),
    ),
    Row("desk/calls", "/desk/calls", 302, 200, 200),
    Row("desk/calls/<int:call_id>", "/desk/calls/999999999", 302, 404, 404),
    Row("desk/calls/<int:call_id>", f"/desk/calls/{CALLED}", 302, 404, 404),
    Row(
        "desk/calls/<int:call_id>",
        f"/desk/calls/{CALLED}",
        *(302, 404, 404, FORM, (("do", "answer"), ("answer", "Mine"))),
    ),
    Row("staff/calls", "/staff/calls", 302, 404, 200),
    *everybody("calls/<str:token>", "/calls/not-ours", 404),
    *posted("calls/<str:token>", "/calls/not-ours", 404, do="decline"),
]  # fmt: skip


SEEN = f"of-{MARKS['public']}"
REVIEWED = 7_000_003  # what is for staff alone
TRUST = [  # reviews and adoptions
    *everybody("about/evidence"),
    Row("review", "/review?theme=energy", 302, 403, 200),
    Row("review/<int:number>/withdraw", f"/review/{REVIEWED}/withdraw", 302, 404, 302, FORM),
    *by_members(
        "practices/<slug:slug>/review", "/practices/{slug}/review",
        public=(403, 200), network=(403, 200), staff=(404, 200),
    ),
    Row("practices/<slug:slug>/review", f"/practices/{SEEN}/review", 302, 403, 422, FORM),
    *by_members(
        "practices/<slug:slug>/review/ask", "/practices/{slug}/review/ask",
        method=FORM, public=(403, 302), network=(403, 302), staff=(404, 302),
    ),
    *record("practices/<slug:slug>/adoptions", "/practices/{slug}/adoptions"),
    *by_members("practices/<slug:slug>/adopt", "/practices/{slug}/adopt"),
    Row("practices/<slug:slug>/adopt", f"/practices/{SEEN}/adopt", 302, 403, 422, FORM),
    Row("adoptions/<int:number>/withdraw", f"/adoptions/{REVIEWED}/withdraw", 302, 404, 302, FORM),
]  # fmt: skip

FILES = [
    *record("files/<slug:key>", "/files/{slug}"),
    Row("documents/new", "/documents/new", 302, 200, 200),
    Row("documents/new", "/documents/new", 302, 422, 422, FORM),
    *by_members(
        "documents/<slug:slug>/edit", "/documents/{slug}/edit",
        public=(403, 200), network=(403, 200),
    ),
    *by_members(
        "documents/<slug:slug>/edit", "/documents/{slug}/edit",
        method=FORM, public=(403, 422), network=(403, 422), staff=(404, 422),
    ),
    Row("people/me/photo", "/people/me/photo", 302, 200, 200),
    Row("people/me/photo", "/people/me/photo", 302, 422, 422, FORM),
]  # fmt: skip


def own(route, address=None, status=200, method="get"):
    """What belongs to an account: who has not signed in is asked to."""
    return [Row(route, address or f"/{route}", 302, status, status, method)]


# Whoever has signed in only (and not shown lately who they are) is asked for it: 302.
ACCOUNT = [
    Row("sign-in", "/sign-in", 200, 302, 302),
    Row("sign-in/code", "/sign-in/code", 302, 302, 302),
    Row("sign-in/password", "/sign-in/password", 200, 302, 302),
    Row("sign-in/passkey", "/sign-in/passkey", 302, 302, 302),
    Row("sign-in/second-step", "/sign-in/second-step", 302, 302, 302),
    *everybody("sign-in/closed"),
    *everybody("sign-in/with/<slug:provider_id>", "/sign-in/with/nobody", 405),
    *posted("sign-in/with/<slug:provider_id>", "/sign-in/with/nobody", 404),
    *everybody("sign-in/with/<slug:provider_id>/back", "/sign-in/with/nobody/back", 404),
    *own("sign-out"),
    *own("account/name", status=302),
    *own("account/security"),
    *own("account/addresses/add", status=302),
    *own("account/addresses/code", status=302),
    *everybody("account/addresses/<int:key>/main", "/account/addresses/1/main", 405),
    *posted("account/addresses/<int:key>/main", "/account/addresses/1/main", 302),
    *everybody("account/addresses/<int:key>/remove", "/account/addresses/1/remove", 405),
    *posted("account/addresses/<int:key>/remove", "/account/addresses/1/remove", 302),
    *own("account/password", status=302),
    *everybody("account/password/remove", status=405),
    *posted("account/password/remove", "/account/password/remove", 302),
    *everybody("account/sessions/end", status=405),
    *posted("account/sessions/end", "/account/sessions/end", 302),
    *own("account/passkeys/add", status=302),
    *own("account/passkeys/<int:pk>/rename", "/account/passkeys/1/rename", 302),
    *own("account/passkeys/<int:pk>/remove", "/account/passkeys/1/remove", 302),
    *own("account/app/add", status=302),
    *own("account/app/remove", status=302),
    *own("account/recovery-codes", status=302),
    *own("account/recovery-codes/new", status=302),
    *own("account/recovery-codes/file", status=302),
    *own("account/data", status=302),
    *own("account/data.json", status=302),
    *own("account/leave", status=302),
    *own("account/leave", status=302, method="post"),
    *own("account/prove/code"),
    *own("account/prove/password", status=302),
    *own("account/prove/app", status=302),
    *own("account/prove/passkey", status=302),
]

V1 = "api/v1/"


def of_people(route, address=None, member=200, staff=200):
    """What the API tells of people to who has signed in, or shows a token."""
    return [Row(f"{V1}{route}", f"/{V1}{address or route}", 401, member, staff)]


def by_token(route, address=None, method="post"):
    """What only a token writes: a session does not, whoever has signed in."""
    return [Row(f"{V1}{route}", f"/{V1}{address or route}", 401, 401, 401, method)]


SLUG = f"practices/of-{MARKS['public']}"
P = "practices/<slug>"
PROGRAMS = [
    *record(f"{V1}{P}/record", "/api/v1/practices/{slug}/record"),
    *record(f"{V1}{P}/versions", "/api/v1/practices/{slug}/versions"),
    *record(f"{V1}{P}/versions/<int:number>", "/api/v1/practices/{slug}/versions/2"),
    *record(f"{V1}{P}/differences", "/api/v1/practices/{slug}/differences?before=1&after=2"),
    *record(f"{V1}{P}/provenance", "/api/v1/practices/{slug}/provenance"),
    *record(f"{V1}{P}/reviews", "/api/v1/practices/{slug}/reviews"),
    *record(f"{V1}{P}/adoptions", "/api/v1/practices/{slug}/adoptions"),
    *record(f"{V1}{P}/answers", "/api/v1/practices/{slug}/answers"),
    *by_token("practices"),
    *by_token(P, SLUG, "put"),
    *by_token(f"{P}/draft", f"{SLUG}/draft", "put"),
    *by_token(f"{P}/contact", f"{SLUG}/contact", "put"),
    *by_token(f"{P}/contact", f"{SLUG}/contact", "delete"),
    *by_token(f"{P}/suggestions", f"{SLUG}/suggestions"),
    *by_token(f"{P}/reviews", f"{SLUG}/reviews"),
    *by_token(f"{P}/reviews/ask", f"{SLUG}/reviews/ask"),
    *by_token(f"{P}/adoptions", f"{SLUG}/adoptions"),
    *by_token(f"{P}/calls", f"{SLUG}/calls"),
    *by_token(f"{P}/versions/<int:number>/restore", f"{SLUG}/versions/1/restore"),
    *record(f"{V1}documents/<slug>/record", "/api/v1/documents/{slug}/record"),
    *by_token("files"),
    *by_token("documents"),
    *by_token("documents/<slug>", f"documents/of-{MARKS['public']}", "put"),
    *of_people("drafts"),
    *of_people("drafts/<int:draft_id>", "drafts/999999999", 404, 404),
    *by_token("drafts"),
    *by_token("drafts/<int:draft_id>", "drafts/1", "put"),
    *by_token("drafts/<int:draft_id>/publish", "drafts/1/publish"),
    *by_token("drafts/<int:draft_id>/suggest", "drafts/1/suggest"),
    *by_token("drafts/<int:draft_id>/discard", "drafts/1/discard"),
    *by_token("drafts/<int:draft_id>/keep", "drafts/1/keep"),
    *of_people("suggestions"),
    *of_people("suggestions", "suggestions?waiting=true"),
    *of_people("suggestions/<int:number>", f"suggestions/{SUGGESTED}", 404, 200),
    *by_token("suggestions"),
    *by_token("suggestions/<int:number>/accept", f"suggestions/{SUGGESTED}/accept"),
    *by_token("suggestions/<int:number>/decline", f"suggestions/{SUGGESTED}/decline"),
    *by_token("suggestions/<int:number>/withdraw", f"suggestions/{SUGGESTED}/withdraw"),
    *by_token("reviews/<int:number>/withdraw", "reviews/1/withdraw"),
    *by_token("adoptions/<int:number>/withdraw", "adoptions/1/withdraw"),
    *of_people("calls"),
    *of_people("calls/<int:call_id>", "calls/999999999", 404, 404),
    *by_token("calls/<int:call_id>/accept", "calls/1/accept"),
    *by_token("calls/<int:call_id>/answer", "calls/1/answer"),
    *by_token("calls/<int:call_id>/pass-on", "calls/1/pass-on"),
    *by_token("calls/<int:call_id>/decline", "calls/1/decline"),
    *by_token("calls/<int:call_id>/withdraw", "calls/1/withdraw"),
    *by_token("calls/<int:call_id>/share", "calls/1/share"),
    *of_people("me"),
    *by_token("me", method="patch"),
    *of_people("me/hats"),
    *by_token("me/hats"),
    *by_token("hats/<int:hat_id>/end", f"hats/{SOMEONE}/end"),
    *by_token("hats/<int:hat_id>/again", f"hats/{SOMEONE}/again"),
    *by_token("hats/<int:hat_id>/verify", f"hats/{SOMEONE}/verify"),
    *by_token("hats/<int:hat_id>/refuse", f"hats/{SOMEONE}/refuse"),
    *of_people("people"),
    *of_people("people/<int:person_id>", f"people/{SOMEONE}"),
    *of_people("people/<int:person_id>", "people/999999999", 404, 404),
    *of_people("invitations"),
    *by_token("invitations"),
    *by_token("invitations/<int:invitation_id>/revoke", "invitations/1/revoke"),
    *of_people("notices"),
    *by_token("notices/read"),
    *of_people("audit"),
    *of_people("staff/desk", member=403),
    *of_people("staff/domains", member=403),
]
KEYS = [
    *own("account/tokens"),
    *own("account/tokens/<int:token_id>/revoke", "/account/tokens/1/revoke", 404, FORM),
    *everybody("account/tokens/<int:token_id>/revoke", "/account/tokens/1/revoke", 405),
    Row("account/webhooks", "/account/webhooks", 302, 200, 200),
    *own("account/webhooks/<int:webhook_id>", "/account/webhooks/1", 404),
    *own("account/webhooks/<int:webhook_id>/change", "/account/webhooks/1/change", 404, FORM),
    *own("account/webhooks/<int:webhook_id>/secret", "/account/webhooks/1/secret", 302, FORM),
    *own("account/webhooks/<int:webhook_id>/remove", "/account/webhooks/1/remove", 404, FORM),
]
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
    *PROGRAMS,
]

TABLE = [*PAGES, *ACCOUNT, *PEOPLE, *WRITING, *FILES, *TRUST, *CALLING, *TOLD_AND_DONE, *KEYS, *API]
