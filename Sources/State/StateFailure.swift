/// Why the state cannot be used, or not be written.
public struct StateFailure: Error, Sendable, Equatable {
  /// The words are those of every output.
  public enum Class: String, Sendable {
    /// Another scan holds the lock, or another program the database.
    case busy
    /// The directory or database may not be written.
    case readOnly = "read-only"
    /// The disk is full, or a limit on the size of files was met.
    case full
    case ioError = "io-error"
    case corruptDatabase = "corrupt-database"
    /// The file is no database of ours.
    case notADatabase = "not-a-database"
    case newerSchema = "newer-schema"
    /// The directory belongs to somebody else, or others may write in it.
    case unsafeDirectory = "unsafe-directory"
    case notFound = "not-found"
  }

  public let `class`: Class
  /// What was expected, what was found, the remedy; with the path.
  public let message: String

  public init(_ class: Class, _ message: String) {
    self.class = `class`
    self.message = message
  }
}

extension StateFailure: CustomStringConvertible {
  public var description: String { message }
}
