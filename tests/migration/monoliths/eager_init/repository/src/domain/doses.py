def dose(kilos):
    return min(1000, 15 * kilos)
