"""What is expected of every address, for every role. One test walks this table.

An address that is missing here fails the suite: add its row when you add the address.

Those of the interface for programs stand in `tests.permissions.programs`.
"""

from tests.permissions.boarded import BOARDED
from tests.permissions.costing import COSTING
from tests.permissions.followed import FOLLOWED
from tests.permissions.judged import JUDGED
from tests.permissions.planned import PLANNED
from tests.permissions.programs import API
from tests.permissions.rows import (
    CALLED,
    CIRCLE,
    CITY,
    FORM,
    MARKS,
    OTHER_CITY,
    REVIEWED,
    SEEN,
    SOMEONE,
    SUGGESTED,
    TEAM,
    UPLOADED,
    Row,
    by_members,
    everybody,
    own,
    posted,
    record,
)

PAGES = [
    *everybody("", "/"),
    *everybody("about"),
    *everybody("about/method"),
    *everybody("about/method/money"),
    *everybody("about/method/peers"),
    *everybody("about/method/search"),
    *everybody("accessibility"),
    *everybody("api"),
    *everybody("api/<slug:area>", "/api/boards"),
    *everybody("api/<slug:area>", "/api/none", 404),
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
    *everybody("indicators"),
    *everybody("indicators", "/indicators?q=people&theme=population"),
    *everybody("indicators", "/indicators?format=csv"),
    *everybody("indicators/<slug:code>", "/indicators/population_acs"),
    *everybody("indicators/<slug:code>", "/indicators/population_acs?format=csv"),
    *everybody("indicators/<slug:code>", "/indicators/of-nobody", 404),
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
    Row("operator", "/operator", 302, 404, 404, operator=200),
    Row("operator/jobs", "/operator/jobs", 302, 404, 404, "post", (("all", "1"),), operator=302),
]

PEOPLE = [
    Row("desk", "/desk", 302, 200, 200),
    Row("welcome", "/welcome", 302, 200, 200),
    Row("welcome", "/welcome", 302, 302, 302, FORM),
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
    Row(
        "people/hats/<int:hat_id>/decide",
        f"/people/hats/{SOMEONE}/decide",
        *(302, 404, 200),
        city=200,  # it is a hat of their city
    ),
    Row(
        "people/hats/<int:hat_id>/decide",
        f"/people/hats/{SOMEONE}/decide",
        *(302, 404, 422, FORM),
        city=422,
    ),
    Row("invitations", "/invitations", 302, 404, 200, city=200, organisation=200),
    Row(
        "invitations",
        "/invitations",
        *(302, 404, 422, FORM, (("way", "one"),)),
        city=422,
        organisation=422,
    ),
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
    Row("staff/indicators", "/staff/indicators", 302, 404, 200),
    Row("staff/indicators", "/staff/indicators", 302, 404, 422, FORM),
    Row(
        "staff/indicators/template/<slug:name>",
        "/staff/indicators/template/observations-csv",
        *(302, 404, 200),
    ),
    Row("staff/indicators/<int:upload_id>", "/staff/indicators/999999999", 302, 404, 404),
    Row("staff/indicators/<int:upload_id>", f"/staff/indicators/{UPLOADED}", 302, 404, 200),
    Row("staff/indicators/<int:upload_id>", f"/staff/indicators/{UPLOADED}", 302, 404, 302, FORM),
    Row(
        "staff/indicators/<int:upload_id>/take-back",
        f"/staff/indicators/{UPLOADED}/take-back",
        *(302, 404, 302, FORM),
    ),
]

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
        method=FORM, roles=TEAM, public=(403, 302), network=(403, 302), staff=(404, 302),
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

TRUST = [  # reviews and adoptions
    *everybody("about/evidence"),
    Row("review", "/review?theme=energy", 302, 403, 200, reviewer=200),
    Row("review/<int:number>/withdraw", f"/review/{REVIEWED}/withdraw", 302, 404, 302, FORM),
    *by_members(
        "practices/<slug:slug>/review", "/practices/{slug}/review",
        roles={"reviewer": 200}, public=(403, 200), network=(403, 200), staff=(404, 200),
    ),
    Row(
        "practices/<slug:slug>/review", f"/practices/{SEEN}/review",
        *(302, 403, 422, FORM), reviewer=422,
    ),
    *by_members(
        "practices/<slug:slug>/review/ask", "/practices/{slug}/review/ask",
        method=FORM, roles=TEAM, public=(403, 302), network=(403, 302), staff=(404, 302),
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
        roles={"city": 200}, public=(403, 200), network=(403, 200),
    ),
    *by_members(
        "documents/<slug:slug>/edit", "/documents/{slug}/edit", method=FORM,
        roles={"city": 422}, public=(403, 422), network=(403, 422), staff=(404, 422),
    ),
    Row("people/me/photo", "/people/me/photo", 302, 200, 200),
    Row("people/me/photo", "/people/me/photo", 302, 422, 422, FORM),
]  # fmt: skip

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

CIRCLES = [
    Row("staff/circles", "/staff/circles", 302, 404, 200),
    Row("staff/circles", "/staff/circles", 302, 404, 422, FORM),
    Row("staff/circles/<slug:slug>", f"/staff/circles/{CIRCLE}", 302, 404, 200),
    Row("staff/circles/<slug:slug>", "/staff/circles/of-nobody", 302, 404, 404),
    Row(
        "staff/circles/<slug:slug>",
        f"/staff/circles/{CIRCLE}",
        *(302, 404, 422, FORM, (("do", "seat"),)),
    ),
    Row("circles/<slug:slug>/leave", f"/circles/{CIRCLE}/leave", 302, 404, 302, FORM),
    Row("circles/<slug:slug>/leave", f"/circles/{CIRCLE}/leave", 302, 405, 405),
]

CLOSED_ROOMS = [  # who may read a practice; test_closed_rooms.py walks closed ones
    *by_members(
        "practices/<slug:slug>/readers", "/practices/{slug}/readers",
        roles={"city": 200, "organisation": 200}, public=(403, 200), network=(403, 200),
    ),
    *by_members(
        "practices/<slug:slug>/readers", "/practices/{slug}/readers", method=FORM,
        roles={"city": 422, "organisation": 422},
        public=(403, 422), network=(403, 422), staff=(404, 422),
    ),
]  # fmt: skip

TABLE = [
    *(*PAGES, *ACCOUNT, *PEOPLE, *WRITING, *FILES, *TRUST, *CALLING, *TOLD_AND_DONE, *CIRCLES),
    *(*CLOSED_ROOMS, *KEYS, *API, *JUDGED, *BOARDED, *COSTING, *PLANNED, *FOLLOWED),
]
