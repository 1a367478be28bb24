import Testing

/// What a released version of the program made of an empty database, word by word.
struct ReleasedSchema: Sendable, CustomTestStringConvertible {
  let version: Int
  let statements: String
  /// A row of every table.
  let rows: String

  var testDescription: String { "version \(version)" }

  static let all = [version1]

  private static let version1 = ReleasedSchema(
    version: 1,
    statements: """
      CREATE TABLE meta (
        name TEXT NOT NULL PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
      INSERT INTO meta VALUES ('stateId', '000102030405060708090a0b0c0d0e0f');

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
      """,
    rows: """
      INSERT INTO captures VALUES (
        7, x'01', x'02', 100, 'complete', 5, 3, 1728000000, 5, 9, 1728000001, 0, 6);
      INSERT INTO captureSkips VALUES (7, 'no-ip', 2);
      INSERT INTO files VALUES (x'612e70636170', 1, 2, 100, 3, 4, 'capture', 7, NULL, NULL);
      INSERT INTO addresses VALUES (
        0, 4, x'0a000001', 5, 300, 1, 1728000000, 5, 9, 1728000001, 0, 6);
      INSERT INTO addressDays VALUES (
        0, 4, 20000, x'0a000001', 5, 300, 1728000000, 5, 9, 1728000001, 0, 6);
      INSERT INTO baselines VALUES (1, 0, 1728000000, x'0102');
      INSERT INTO findings VALUES (
        3, 'abcdef00', 'addresses', 0, x'0a000001', 1728000000, x'612e70636170', 1, 5, 300,
        1728000000, 5, 9, 1728000001, 0, 6, 12.5, 0.001, '10.0.1.0/24');
      INSERT INTO findingReasons VALUES (3, 0, 'first'), (3, 1, 'second');
      INSERT INTO deliveries VALUES (3, 'syslog', 0), (3, 'ndjson:a', 1);
      INSERT INTO feedback VALUES (1, 'abcdef00', 'benign', 'a printer', NULL, 0, 5);
      INSERT INTO allowHits VALUES ('10.0.0.0/8', 3, NULL);
      INSERT INTO scans VALUES (1, 5, 1, 5, 1, 'ok', 'a note');
      """)
}
