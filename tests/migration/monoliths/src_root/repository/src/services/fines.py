from datetime import date

from config import FINE_CENTS
from models.loan import Loan


def fine(loan: Loan, today: date) -> int:
    return max(0, (today - loan.due).days) * FINE_CENTS
