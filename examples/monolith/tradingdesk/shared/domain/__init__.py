"""Instruments, orders, quotes and fills."""
