from models.loan import Loan
from models.reader import Reader
from utils.dates import day


def handler(event, context):
    reader = Reader(event["reader"], event["books"])
    if not reader.may_borrow():
        return {"lent": False}
    loan = Loan(event["book"], reader.name, day(event["today"]))
    return {"lent": True, "due": loan.due.isoformat()}
