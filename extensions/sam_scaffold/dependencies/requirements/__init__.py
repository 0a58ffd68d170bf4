"""Requirements: files that list packages, and the platforms that they are for.

Knows requirements.txt, pyproject.toml, uv; must not know modules or folders of code.
"""
