"""What nights remember: an SQLite file that one run at a time writes."""

from narrate.nightly.ledger.database import FILE
from narrate.nightly.ledger.ledger import Ledger

__all__ = ["FILE", "Ledger"]
