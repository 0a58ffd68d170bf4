from models.loan import Loan
from services import letters
from services.fines import fine
from utils.dates import day


def handler(event, context):
    today = day(event["today"])
    loans = [Loan(each["book"], each["reader"], day(each["since"])) for each in event["loans"]]
    return [
        letters.letter("reminder", reader=loan.reader, book=loan.book, cents=fine(loan, today))
        for loan in loans
        if loan.due < today
    ]
