"""Lines of other files that name the old place of moved code."""
