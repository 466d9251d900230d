"""A database behind a network link, for benches and tests: an SQLite file served over TCP, a DB-API driver that reaches
it, and a link that is slow or cut on demand. No part of the product uses it."""
