"""Signing in, and what keeps an account. The protocols are allauth's, the pages our own."""
