"""One module per relation family; being in this folder registers a rule."""
