"""The command: what was asked for, and the exit code. Nothing heavy is imported before it is needed."""

from __future__ import annotations

import sys

from auditor import VERSION


def main() -> int:
    """Run the command line; the exit code."""
    words = sys.argv[1:]
    if words == ["--version"]:
        print(f"gouji {VERSION}")
        return 0
    from auditor.commands import command

    return command(words)


if __name__ == "__main__":
    raise SystemExit(main())
