from decimal import Decimal

from tradingdesk.backtest import engine, report

print(report.table(engine.run([Decimal(n) for n in (1, 2, 3, 2, 1)])))
