"""Permissions of a template: roles, policies, keys, and the access to resources.

Knows IAM's two notations in SAM; must not know generated functions.
"""
