"""The controls every screen is made of: small, keyboard reachable, painted from the tokens."""
