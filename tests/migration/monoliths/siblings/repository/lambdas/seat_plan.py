# Draws the hall.
from hall import ROWS
try:
    import fancy_plan  # not there yet
except ImportError:
    fancy_plan = None

def handler(event, context):
    taken = set(event['taken'])
    return [''.join('x' if f'{r}{n}' in taken else '.' for n in range(1, 5)) for r in ROWS]
