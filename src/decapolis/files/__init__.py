"""Files that people hand in: taken in without trust, looked at apart, served to who may see."""
