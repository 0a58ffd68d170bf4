"""Give functions that share a code folder a folder of their own, each with a way back."""
