"""The gate: every combination that a user can choose, judged by every tool that there is."""
