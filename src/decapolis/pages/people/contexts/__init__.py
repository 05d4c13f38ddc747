"""What the pages of people show."""

from decapolis.pages.people.contexts.directory import DirectoryPage, directory_page
from decapolis.pages.people.contexts.hats import (
    DecidePage,
    HatLine,
    Waits,
    decide_page,
    ended_lately,
    hat_line,
    waits_of,
)
from decapolis.pages.people.contexts.invitations import (
    InvitationPage,
    InvitationsPage,
    NewLink,
    invitation_page,
    invitations_page,
)
from decapolis.pages.people.contexts.profile import (
    EditPage,
    ProfilePage,
    WelcomePage,
    edit_page,
    faults_of,
    profile_page,
    welcome_page,
)

__all__ = [
    "DecidePage",
    "DirectoryPage",
    "EditPage",
    "HatLine",
    "InvitationPage",
    "InvitationsPage",
    "NewLink",
    "ProfilePage",
    "Waits",
    "WelcomePage",
    "decide_page",
    "directory_page",
    "edit_page",
    "ended_lately",
    "faults_of",
    "hat_line",
    "invitation_page",
    "invitations_page",
    "profile_page",
    "waits_of",
    "welcome_page",
]
