def table(scores):
    return "\n".join(f"{n:>4} {score:+d}" for n, score in enumerate(scores))
