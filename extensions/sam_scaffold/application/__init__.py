"""What rules can ask of a SAM template and of the repository around it, found out once."""
