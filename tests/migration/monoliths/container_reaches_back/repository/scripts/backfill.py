from exchange.shared.container import Container

print(Container().book().balances())
