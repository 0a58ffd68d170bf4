"""Settings of the library."""

import os

LOAN_DAYS = int(os.environ.get("LOAN_DAYS", "28"))
FINE_CENTS = 20
