"""Where a function's own code and the shared code come to lie, in each layout."""
