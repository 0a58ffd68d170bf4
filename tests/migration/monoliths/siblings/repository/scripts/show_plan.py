import sys
sys.path.insert(0, 'lambdas')
from seat_plan import handler
from util.printing import show
show(handler({'taken': []}, None))
