"""For whom, in what shape? The command, the batch and every output."""

VERSION = "0.1.0"
"""The version of gouji, as pyproject.toml has it; said here so that ``gouji --version`` reads nothing else."""
