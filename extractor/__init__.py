"""What does the report say, and where? Bytes become documents, figures, statements and score sheets."""
