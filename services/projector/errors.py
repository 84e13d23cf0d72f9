"""What can go wrong between the ledger and its views."""


class SourceLostError(ConnectionError):
    """The stream fell silent or left a gap: read again from the checkpoint."""


class SchemaReplacedError(ConnectionError):
    """The views were swapped for rebuilt ones: open them again."""


class LedgerShorterError(RuntimeError):
    """The views know facts that the ledger does not have: restore the ledger, or rebuild."""


class ViewsBlockedError(RuntimeError):
    """No view can go on beyond a position; the health lookup names the fact and the reason."""


class UnfinishedError(TimeoutError):
    """The views did not reach a position in time."""
