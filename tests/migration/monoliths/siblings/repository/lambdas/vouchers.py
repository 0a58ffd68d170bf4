from util.rounding import down

def reduce(total, voucher):
    return down(total * 0.9) if voucher == 'FRIEND' else total
