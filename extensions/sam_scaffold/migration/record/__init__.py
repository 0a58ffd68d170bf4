"""What a migration did to the files, written whole or not at all, and the way back."""
