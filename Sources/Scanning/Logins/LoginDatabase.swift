import GRDB
import Records

/// A log of logins as an SQLite database: the tables `logs` and `attacks`.
public enum LoginDatabase {
  /// Of the two tables.
  static let schemaVersion = 1

  private static let definitions = """
    CREATE TABLE logs (
      datetime TEXT, source_ip TEXT, username TEXT, success INTEGER, failure_reason TEXT
    );
    CREATE TABLE attacks ("start" TEXT, "end" TEXT, source_ip TEXT);
    """
  /// Made after the rows, which is faster than keeping them up row by row.
  private static let indices = """
    CREATE INDEX logsByTime ON logs (datetime);
    CREATE INDEX attacksByStart ON attacks ("start");
    """

  /// Writes both tables into the empty file at `path`.
  public static func write(
    _ attempts: [LoginAttempt], _ attacks: [Attack], to path: String
  ) throws(DatabaseWriteFailure) {
    try NewDatabase.write(to: path, schemaVersion: schemaVersion) { database in
      try database.execute(sql: definitions)
      let log = try database.makeStatement(sql: "INSERT INTO logs VALUES (?, ?, ?, ?, ?)")
      for attempt in attempts {
        try log.execute(arguments: [
          attempt.time.zonelessText, attempt.sourceAddress.description, attempt.username,
          attempt.isSuccess ? 1 : 0, attempt.failureReason,
        ])
      }
      let labels = try database.makeStatement(sql: "INSERT INTO attacks VALUES (?, ?, ?)")
      for attack in attacks {
        try labels.execute(arguments: [
          attack.start.zonelessText, attack.end.zonelessText,
          attack.sourceAddress?.description,
        ])
      }
      try database.execute(sql: indices)
    }
  }
}
