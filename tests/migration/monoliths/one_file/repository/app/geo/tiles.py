"""Map tiles, for the app that never came."""
