"""Give functions that share a code folder a folder of their own, one at a time and with a way back."""
