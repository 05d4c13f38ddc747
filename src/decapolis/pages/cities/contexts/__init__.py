"""What the pages of cities show: facts of several apps in the shapes of components."""

from decapolis.pages.cities.contexts.choose import ChoosePage, choose_page
from decapolis.pages.cities.contexts.city import CityPage, city_page
from decapolis.pages.cities.contexts.listing import ListPage, list_page, practice_world
from decapolis.pages.cities.contexts.peers import ComparePage, PeersPage, compare_page, peers_page

__all__ = [
    "ChoosePage",
    "CityPage",
    "ComparePage",
    "ListPage",
    "PeersPage",
    "choose_page",
    "city_page",
    "compare_page",
    "list_page",
    "peers_page",
    "practice_world",
]
