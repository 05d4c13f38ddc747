"""Person: who reads and who acts."""
