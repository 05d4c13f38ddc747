"""What is read of boards, templates and votes."""
