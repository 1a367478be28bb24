import GRDB
import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A value of a row that none of our programs wrote.
struct UnexpectedValue: Error {
  let column: String
}

extension StateFailure {
  /// Seconds that a database in other hands is waited for.
  static let busySeconds = 5

  /// What an error of the system means for `path`.
  ///
  /// - Parameters:
  ///   - number: of `errno`.
  ///   - action: what could not be done, such as `make`.
  init(errorNumber number: Int32, _ action: String, _ path: String) {
    let words = "'\(path)': cannot \(action): \(String(cString: strerror(number)))"
    switch number {
    case EACCES, EPERM, EROFS:
      self.init(.readOnly, words + "; use a directory that may be written, by --state")
    case ENOSPC, EDQUOT, EFBIG:
      self.init(.full, words + "; make room, and run again")
    case ENOENT:
      self.init(.notFound, words)
    default:
      self.init(.ioError, words)
    }
  }

  /// What an error while the database at `path` is used means.
  init(_ error: any Error, of path: String) {
    switch error {
    case let failure as StateFailure:
      self = failure
    case let error as DatabaseError:
      self.init(error, of: path)
    case let value as UnexpectedValue:
      self.init(
        .corruptDatabase,
        "'\(path)' is damaged: column '\(value.column)' holds a value that is never written; "
          + Self.remedyForDamage)
    default:
      self.init(.ioError, "'\(path)': SQLite cannot go on: \(error)")
    }
  }

  static let remedyForDamage =
    "it is kept as it is; put back a copy, or move it away to begin anew"

  private init(_ error: DatabaseError, of path: String) {
    let words = error.message ?? "\(error.extendedResultCode)"
    switch error.resultCode.primaryResultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .busy,
        "'\(path)' must be free, but another program has locked it for \(Self.busySeconds) s; "
          + "wait until that is done")
    case .SQLITE_FULL:
      self.init(.full, "'\(path)': \(words); make room, and run again: what it held is kept")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
      self.init(
        .readOnly, "'\(path)' must be writable: \(words); use another directory, by --state")
    case .SQLITE_CORRUPT:
      self.init(.corruptDatabase, "'\(path)' is damaged: \(words); " + Self.remedyForDamage)
    case .SQLITE_NOTADB:
      self.init(
        .notADatabase, "'\(path)' must be an SQLite database: \(words); " + Self.remedyForDamage)
    case .SQLITE_IOERR:
      self.init(
        .ioError,
        "'\(path)': \(words) (SQLite's code \(error.extendedResultCode.rawValue)); look at the "
          + "disk, and at the limits on sizes of files; what it held is kept")
    default:
      self.init(.ioError, "'\(path)': SQLite cannot go on: \(words)")
    }
  }
}
