"""What several functions need."""
