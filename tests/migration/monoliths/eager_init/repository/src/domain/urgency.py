WEIGHTS = {"pain": 2, "fever": 3, "cough": 1}


def urgency(signs):
    return sum(map(WEIGHTS.get, signs))
