"""What the doctor measures on a machine, each as facts of :mod:`app.domain.health_facts`."""
