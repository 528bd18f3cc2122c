def load(): pass
def reset(): pass
def answer(environ, scope): return None
