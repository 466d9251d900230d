"""What Ray is told before it is imported, here and in every process that it starts for us."""

import os

_LARGEST_CALL_BYTES = 256 * 2**20
"""``server.batch_max`` frames of the largest size that is accepted: 64 of 4 MiB."""

ENVIRONMENT = {
    # One event loop a replica, and handle calls over gRPC: without it a call costs several times as much.
    "RAY_SERVE_THROUGHPUT_OPTIMIZED": "1",
    # Which would also open HTTP and gRPC ports of Serve's own; stations come to the gateways only.
    "RAY_SERVE_ENABLE_DIRECT_INGRESS": "0",
    "RAY_SERVE_REPLICA_GRPC_MAX_MESSAGE_LENGTH": str(_LARGEST_CALL_BYTES),
    # Nothing is reported to Ray's makers.
    "RAY_USAGE_STATS_ENABLED": "0",
}


def prepare() -> None:
    """Call it before the first import of Ray; what the user has set himself stays."""
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
