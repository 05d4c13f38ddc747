"""Files: handed out to who may see them; documents with theirs; photos of people."""
