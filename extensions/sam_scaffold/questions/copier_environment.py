"""What the command tells the template's extension, past copier: environment variables."""

from __future__ import annotations

REPOSITORY_VARIABLE = "SAM_SCAFFOLD_REPOSITORY"
"""Environment variable that names the repository below a staging folder."""

RECORDED_VARIABLE = "SAM_SCAFFOLD_RECORDED"
"""Environment variable with what answers files record instead of copier's own, as JSON."""

CHANGED_VARIABLE = "SAM_SCAFFOLD_CHANGED"
"""Environment variable with the keys of recorded answers that are changed, as a JSON list.

Where it is set, a component is checked as if it were new, but for its own place.
"""
