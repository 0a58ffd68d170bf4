"""Somebody else's job since 2019."""
