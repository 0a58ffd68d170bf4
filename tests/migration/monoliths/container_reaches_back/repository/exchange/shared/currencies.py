"""Pounds only, since the office in Malta closed."""
