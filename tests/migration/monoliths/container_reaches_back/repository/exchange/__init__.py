"""A betting exchange."""
