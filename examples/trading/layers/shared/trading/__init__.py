"""Code that all functions of the trading stack share (ships as the shared layer)."""
