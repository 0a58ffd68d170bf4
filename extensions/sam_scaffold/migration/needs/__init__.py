"""The functions that share a code folder: what each needs, and whose each file is."""
