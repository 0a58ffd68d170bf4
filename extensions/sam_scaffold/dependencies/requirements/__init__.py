"""Requirements: files that list packages, and their platforms.

Knows requirements.txt, pyproject.toml, uv; must not know modules or folders of code.
"""
