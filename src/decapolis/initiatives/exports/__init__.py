"""The documents of an initiative as files, all from the one model of its plan."""
