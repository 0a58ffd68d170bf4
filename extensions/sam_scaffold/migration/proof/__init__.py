"""A migration tried on copies of the repository: artifacts, imports, templates and tests."""
