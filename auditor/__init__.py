"""For whom, in what shape? The command, the batch and every output."""
