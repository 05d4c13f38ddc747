"""The brief for a city and a question."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from decapolis.api.brief.schemas import BriefOut, BriefQuery
from decapolis.briefs.bridge import brief_for
from decapolis.briefs.exports.data import as_data
from decapolis.cities.bridge import find_city

router = Router(tags=["Find"])


@router.get("/brief", response=BriefOut)
def brief(request: HttpRequest, asked: Query[BriefQuery]) -> BriefOut:
    """A sourced brief: figures, peers, practices, costs, whom to call, what is not known."""
    made = brief_for(
        find_city(asked.city),
        asked.q,
        reader=request.user,
        today=timezone.localdate(),
        quantity=asked.quantity,
    )
    return BriefOut.model_validate(as_data(made))
