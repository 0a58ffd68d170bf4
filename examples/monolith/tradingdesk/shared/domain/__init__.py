"""What the desk talks about."""
