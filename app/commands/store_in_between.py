"""A packing store between a relay and the real one, for benches that make the link worse than it is."""

from app.ports.packing_store import PackingStore


class StoreInBetween:
    """Passes on what is not asked of a link in trouble; the rest its heirs say: ``commit`` and the look-ups."""

    def __init__(self, store: PackingStore) -> None:
        self.real = store
        self.labels_after, self.holders = store.labels_after, store.holders
        self.report_conflict, self.add_labels = store.report_conflict, store.add_labels
        self.ping, self.close = store.ping, store.close
