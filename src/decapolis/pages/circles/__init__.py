"""Circles: the room of network staff where they are formed, and leaving one."""
