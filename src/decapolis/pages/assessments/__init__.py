"""Make rankings: staff build and publish them, cities and reviewers give marks, cities reply."""
