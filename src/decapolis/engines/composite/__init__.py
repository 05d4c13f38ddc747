"""Composite indices: built by a recipe, every step on record, and questioned.

``build.build`` makes an index of a ``table.Table`` by a ``spec.Spec``; ``line.Line`` runs the same
recipe on thousands of versions of the values. Each step is a module of its own: ``denominate``,
``screen``, ``impute``, ``treat``, ``normalise``, ``weigh``, ``aggregate``, ``ranks``.

Method: OECD/JRC (2008), Handbook on Constructing Composite Indicators. Numbers as those of COINr:
Becker, W. et al. (2022), COINr, Journal of Open Source Software 7(78), 4567.
"""
