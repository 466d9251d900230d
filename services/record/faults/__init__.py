"""Proof that the station's files survive what disks do: power cuts at every write, errors at every write, and kills.

None of it is used by a station. It needs APSW, which comes with the extras ``bench`` and ``dev``.
"""
