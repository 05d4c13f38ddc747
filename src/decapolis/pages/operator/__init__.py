"""How the machine stands: jobs, mail, versions, the log. For operators alone."""
