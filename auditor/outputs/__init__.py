"""One module per output; being in this folder registers it."""
