"""Event sources: one table of their properties in AWS, and the validation of their settings.

Knows events, permissions, requirements, patterns, schedules; must not know documents or templates.
"""
