"""The interface itself: its routers and what it answers to errors."""

from ninja import NinjaAPI
from ninja.operation import Operation

from decapolis.api.benchmarks.endpoints import deciding, marking
from decapolis.api.benchmarks.endpoints import router as rankings
from decapolis.api.benchmarks.years import router as years
from decapolis.api.brief.endpoints import router as brief
from decapolis.api.canvas.boards import router as boards
from decapolis.api.canvas.history import router as history
from decapolis.api.canvas.notes import router as notes
from decapolis.api.canvas.sessions import router as sessions
from decapolis.api.canvas.templates import deciding as making_canvases
from decapolis.api.canvas.templates import router as canvases
from decapolis.api.cities.endpoints import router as cities
from decapolis.api.contribute.calls import router as calls
from decapolis.api.contribute.disclosure import router as disclosure
from decapolis.api.contribute.documents import router as documents
from decapolis.api.contribute.evidence import router as evidence
from decapolis.api.contribute.suggestions import router as suggestions
from decapolis.api.contribute.versions import router as versions
from decapolis.api.find.endpoints import router as find
from decapolis.api.indicators.endpoints import router as indicators
from decapolis.api.indicators.uploads import reading as uploads_read
from decapolis.api.indicators.uploads import router as uploads
from decapolis.api.initiatives.costing import router as costing
from decapolis.api.initiatives.following import people as handing_over
from decapolis.api.initiatives.following import router as following
from decapolis.api.initiatives.initiatives import router as initiatives
from decapolis.api.initiatives.initiatives import seats
from decapolis.api.initiatives.papers import router as papers
from decapolis.api.initiatives.plans import kinds
from decapolis.api.initiatives.plans import router as plans
from decapolis.api.library.endpoints import router as library
from decapolis.api.organisations.endpoints import router as organisations
from decapolis.api.people.circles import router as circles
from decapolis.api.people.desk import router as desk
from decapolis.api.people.invitations import router as invitations
from decapolis.api.people.me import router as me
from decapolis.api.people.network import router as network
from decapolis.api.people.staff import router as staff
from decapolis.api.problems import teach
from decapolis.api.status.endpoints import API_VERSION
from decapolis.api.status.endpoints import router as status

ABOUT = (
    "Reads and writes what the pages show and take, with the same visibility: public records for "
    "everyone, the network's for its members, by the session of a browser or a personal token. "
    "Only a token writes. Unknown is null, never zero. Every figure names its source; keep the "
    "attribution when you pass it on."
)


class _Interface(NinjaAPI):
    """Names each operation by the function that does it."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


api = _Interface(
    title="Decapolis",
    version=API_VERSION,
    description=ABOUT,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
LIBRARY = (find, brief, library, organisations, cities, indicators, uploads_read, uploads, status)
PEOPLE = (
    versions, disclosure, suggestions, documents, evidence, calls, me,
    network, invitations, circles, staff, desk,
)  # fmt: skip
RANKINGS = (rankings, years, marking, deciding)
# `kinds` before what takes a key in its place
INITIATIVES = (kinds, initiatives, seats, plans, costing, papers, following, handing_over)
BOARDS = (canvases, making_canvases, boards, notes, sessions, history)
for router in (*LIBRARY, *RANKINGS, *INITIATIVES, *BOARDS, *PEOPLE):
    api.add_router("", router)
teach(api)
