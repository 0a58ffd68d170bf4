def show(plan):
    print('\n'.join(plan))
