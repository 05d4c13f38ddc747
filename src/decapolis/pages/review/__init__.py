"""Where evidence is graded, and where cities say whom they followed."""
