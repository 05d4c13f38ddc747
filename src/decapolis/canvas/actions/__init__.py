"""What is done on boards: they are made, written on, kept and shown."""
