"""The accuracy benchmark: clean reports with hand-typed relations, errors planted in them, and what gouji says."""
