from models.loan import Loan
from services.fines import fine
from utils.dates import day


def handler(event, context):
    loan = Loan(event["book"], event["reader"], day(event["since"]))
    return {"fine": fine(loan, day(event["today"]))}
