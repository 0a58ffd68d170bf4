"""Code that all functions of the trading stack share (deployed as the shared layer)."""
