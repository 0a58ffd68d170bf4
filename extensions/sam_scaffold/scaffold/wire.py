"""What the command tells the template's extension, past copier: environment variables."""

from __future__ import annotations

REPOSITORY_VARIABLE = "SAM_SCAFFOLD_REPOSITORY"
"""Environment variable that names the repository below a staging folder."""

RECORDED_VARIABLE = "SAM_SCAFFOLD_RECORDED"
"""Environment variable with what answers files record instead of copier's own, as JSON."""
