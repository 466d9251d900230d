-- An SQLite file as the program made it before it kept sessions.

CREATE TABLE packing (
    packing_code VARCHAR(80) NOT NULL,
    no_dn VARCHAR(60) NOT NULL,
    po VARCHAR(1000),
    created_at DATETIME NOT NULL,
    PRIMARY KEY (packing_code),
    UNIQUE (no_dn)
);

CREATE TABLE detail_packing (
    id INTEGER NOT NULL,
    packing_code VARCHAR(80) NOT NULL,
    no_dn VARCHAR(60) NOT NULL,
    part_number_dn VARCHAR(100) NOT NULL,
    total_qty_dn VARCHAR(50) NOT NULL,
    total_qty_label VARCHAR(50) NOT NULL,
    status VARCHAR(30) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (no_dn, part_number_dn)
);

CREATE TABLE detail_label_packing (
    id INTEGER NOT NULL,
    part_number_label VARCHAR(100) NOT NULL,
    no_dn VARCHAR(60) NOT NULL,
    label VARCHAR(80) NOT NULL,
    qty_label VARCHAR(50) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (no_dn, label)
);

CREATE TABLE labels (
    label VARCHAR(80) NOT NULL,
    part_number VARCHAR(100) NOT NULL,
    qty VARCHAR(50) NOT NULL,
    status VARCHAR(20) NOT NULL,
    supplier VARCHAR(100),
    packing VARCHAR(10),
    PRIMARY KEY (label)
);

CREATE TABLE countersign_commit (
    idem_key VARCHAR(64) NOT NULL,
    payload_hash VARCHAR(64) NOT NULL,
    packing_code VARCHAR(80) NOT NULL,
    no_dn VARCHAR(60) NOT NULL,
    session_id VARCHAR(64) NOT NULL,
    station_id VARCHAR(40) NOT NULL,
    discrepancy_reason VARCHAR(500) NOT NULL,
    agreement VARCHAR(20) DEFAULT 'three_way' NOT NULL,
    submitted_at DATETIME NOT NULL,
    committed_at DATETIME NOT NULL,
    PRIMARY KEY (idem_key)
);

CREATE TABLE countersign_alias (
    seq INTEGER NOT NULL,
    model_name VARCHAR(100) NOT NULL,
    model_version VARCHAR(60) NOT NULL,
    label VARCHAR(100) NOT NULL,
    part_number VARCHAR(100) NOT NULL,
    status VARCHAR(20) NOT NULL,
    acted_by VARCHAR(100) NOT NULL,
    acted_at DATETIME NOT NULL,
    reason VARCHAR(500) NOT NULL,
    PRIMARY KEY (seq)
);

