"""Everything that is written on initiatives: what they are, their teams, their plans."""
