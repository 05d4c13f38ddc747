"""The interface itself: its routers and what it answers to errors."""

from ninja import NinjaAPI

from decapolis.api.brief.endpoints import router as brief
from decapolis.api.cities.endpoints import router as cities
from decapolis.api.find.endpoints import router as find
from decapolis.api.indicators.endpoints import router as indicators
from decapolis.api.library.endpoints import router as library
from decapolis.api.organisations.endpoints import router as organisations
from decapolis.api.problems import teach
from decapolis.api.status.endpoints import API_VERSION
from decapolis.api.status.endpoints import router as status

ABOUT = (
    "Reads everything that the pages show, with the same visibility: public records for everyone, "
    "the network's for those who are signed in. Unknown is null, never zero. Every figure names "
    "its source; keep the attribution when you pass it on."
)

api = NinjaAPI(
    title="Decapolis",
    version=API_VERSION,
    description=ABOUT,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
)
for router in (find, brief, library, organisations, cities, indicators, status):
    api.add_router("", router)
teach(api)
