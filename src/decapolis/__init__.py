"""Decapolis: from "we have this challenge" to what cities like ours did."""
