"""Whom to call: agree to be asked, ask, answer, pass on, keep what was answered."""
