"""Event sources: one table of what AWS says of each, and of their settings.

Knows events, permissions, duties, patterns, schedules; must not know documents or templates.
"""
