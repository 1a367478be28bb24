extension Migration {
  /// The first schema; docs/state.md says what its columns mean.
  ///
  /// Released, so never changed: what is new goes into a version of its own.
  static let version1 = Migration(
    version: 1,
    statements: """
      CREATE TABLE meta (
        name TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      INSERT INTO meta VALUES ('stateId', lower(hex(randomblob(16))));

      CREATE TABLE captures (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        hash BLOB NOT NULL,
        headHash BLOB,
        byteCount INTEGER NOT NULL,
        standing TEXT NOT NULL,
        recordCount INTEGER NOT NULL,
        usedPacketCount INTEGER NOT NULL,
        firstSeconds INTEGER, firstNanoseconds INTEGER, firstDigits INTEGER,
        lastSeconds INTEGER, lastNanoseconds INTEGER, lastDigits INTEGER
      ) STRICT;
      CREATE INDEX capturesByHash ON captures (hash);
      CREATE INDEX capturesByHeadHash ON captures (headHash) WHERE headHash IS NOT NULL;

      CREATE TABLE captureSkips (
        captureId INTEGER NOT NULL REFERENCES captures (id),
        reason TEXT NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (captureId, reason)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE files (
        path BLOB NOT NULL PRIMARY KEY,
        device INTEGER NOT NULL,
        node INTEGER NOT NULL,
        byteCount INTEGER NOT NULL,
        modificationSeconds INTEGER NOT NULL,
        modificationNanoseconds INTEGER NOT NULL,
        verdict TEXT NOT NULL,
        captureId INTEGER REFERENCES captures (id),
        reason TEXT,
        message TEXT
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE addresses (
        side INTEGER NOT NULL,
        family INTEGER NOT NULL,
        address BLOB NOT NULL,
        packetCount INTEGER NOT NULL,
        byteCount INTEGER NOT NULL,
        activeDayCount INTEGER NOT NULL,
        firstSeconds INTEGER, firstNanoseconds INTEGER, firstDigits INTEGER,
        lastSeconds INTEGER, lastNanoseconds INTEGER, lastDigits INTEGER,
        PRIMARY KEY (side, family, address)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE addressDays (
        side INTEGER NOT NULL,
        family INTEGER NOT NULL,
        day INTEGER NOT NULL,
        address BLOB NOT NULL,
        packetCount INTEGER NOT NULL,
        byteCount INTEGER NOT NULL,
        firstSeconds INTEGER, firstNanoseconds INTEGER, firstDigits INTEGER,
        lastSeconds INTEGER, lastNanoseconds INTEGER, lastDigits INTEGER,
        PRIMARY KEY (side, family, day, address)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE baselines (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        startSeconds INTEGER NOT NULL,
        endSeconds INTEGER NOT NULL,
        model BLOB NOT NULL
      ) STRICT;

      CREATE TABLE findings (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        detector TEXT NOT NULL,
        side INTEGER NOT NULL,
        address BLOB NOT NULL,
        windowStart INTEGER NOT NULL,
        capturePath BLOB NOT NULL,
        firstPacket INTEGER NOT NULL,
        packetCount INTEGER NOT NULL,
        byteCount INTEGER NOT NULL,
        firstSeconds INTEGER, firstNanoseconds INTEGER, firstDigits INTEGER,
        lastSeconds INTEGER, lastNanoseconds INTEGER, lastDigits INTEGER,
        anomalyScore REAL,
        pValue REAL,
        reference TEXT NOT NULL
      ) STRICT;
      CREATE INDEX findingsByAddress ON findings (address, side, detector, windowStart);
      CREATE INDEX findingsByWindow ON findings (windowStart);

      CREATE TABLE findingReasons (
        finding INTEGER NOT NULL REFERENCES findings (sequence),
        place INTEGER NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (finding, place)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE deliveries (
        finding INTEGER NOT NULL REFERENCES findings (sequence),
        sink TEXT NOT NULL,
        isSent INTEGER NOT NULL,
        PRIMARY KEY (finding, sink)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX deliveriesPending ON deliveries (sink, finding) WHERE isSent = 0;

      CREATE TABLE feedback (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        findingId TEXT NOT NULL,
        verdict TEXT NOT NULL,
        why TEXT NOT NULL,
        untilSeconds INTEGER,
        isUndone INTEGER NOT NULL,
        recordedSeconds INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX feedbackByFinding ON feedback (findingId);

      CREATE TABLE allowedFindings (
        finding INTEGER NOT NULL REFERENCES findings (sequence),
        entry TEXT NOT NULL,
        PRIMARY KEY (finding, entry)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE allowHits (
        entry TEXT NOT NULL PRIMARY KEY,
        count INTEGER NOT NULL,
        lastSeconds INTEGER
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE scans (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        startedSeconds INTEGER NOT NULL,
        captureCount INTEGER NOT NULL,
        packetCount INTEGER NOT NULL,
        findingCount INTEGER NOT NULL,
        status TEXT NOT NULL,
        note TEXT NOT NULL
      ) STRICT;
      """)
}
