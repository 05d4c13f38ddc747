"""What people write: versions, drafts, suggestions, reviews, adoptions, requests to talk."""
