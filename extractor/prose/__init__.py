"""Prose to statements: figures become terms with a role, terms become breakdowns, rates, changes and balances."""
