"""Oneself and others: profile, hats, directory, invitations, notices, the log, the staff's desk."""
