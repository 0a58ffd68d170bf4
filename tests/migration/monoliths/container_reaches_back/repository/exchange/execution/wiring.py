from exchange.execution.service import Service


def service(container):
    return Service(container.money)
