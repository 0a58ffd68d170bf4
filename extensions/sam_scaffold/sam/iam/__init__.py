"""Permissions of a template: roles, policies, keys, and what resources need.

Knows IAM's two notations in SAM; must not know generated functions.
"""
