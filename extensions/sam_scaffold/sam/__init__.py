"""The SAM language: model, style, IAM, events, writing and translation of a template.

Reads documents and never changes them. Knows what a template states and how SAM reads it;
must not know snippets, copier or commands.
"""
