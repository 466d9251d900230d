"""Models signed by The Update Framework: fetched, verified, kept; and the vendor's side of it."""
