ROWS = 'ABC'

def seat(text):
    row, number = text[0], int(text[1:])
    if row not in ROWS:
        raise ValueError(f'no such row: {row}')
    return row, number
