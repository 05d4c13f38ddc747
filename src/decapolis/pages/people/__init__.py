"""Pages of people: the directory, profiles, hats, invitations, the first steps."""
