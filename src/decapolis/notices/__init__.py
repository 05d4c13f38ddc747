"""Tell people what concerns them: on the page, and by mail in the rhythm that they choose."""
