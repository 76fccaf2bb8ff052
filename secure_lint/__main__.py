"""``python -m secure_lint``."""

from __future__ import annotations

from secure_lint.cli import main

if __name__ == "__main__":
    main()
