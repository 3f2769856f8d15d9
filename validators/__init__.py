"""Does it hold together? Rules over what the extractor found; they see figures, never readers."""
