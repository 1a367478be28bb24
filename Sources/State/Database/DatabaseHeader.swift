#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The first bytes of a database, looked at before SQLite may touch anything.
/// - SeeAlso: SQLite, *Database File Format*, section 1.3.
struct DatabaseHeader {
  private static let byteCount = 100
  private static let magic = Array("SQLite format 3\u{0}".utf8)
  private static let userVersionOffset = 60
  private static let applicationIdentifierOffset = 68

  let userVersion: Int
  let applicationIdentifier: Int

  /// - Parameter mustBeOurs: whether the file must belong to us, and be writable by nobody else.
  /// - Throws: `notADatabase`, `unsafeDirectory`.
  init(of path: String, mustBeOurs: Bool) throws(StateFailure) {
    let bytes = try Self.firstBytes(of: path, mustBeOurs: mustBeOurs)
    guard bytes.count == Self.byteCount, bytes.starts(with: Self.magic) else {
      throw StateFailure(
        .notADatabase,
        "'\(path)' must begin like an SQLite database, but does not; "
          + StateFailure.remedyForDamage)
    }
    func number(at offset: Int) -> Int {
      bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    userVersion = number(at: Self.userVersionOffset)
    applicationIdentifier = number(at: Self.applicationIdentifierOffset)
  }

  private static func firstBytes(
    of path: String, mustBeOurs: Bool
  ) throws(StateFailure) -> [UInt8] {
    // A named pipe would otherwise keep us waiting for its writer.
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno != ELOOP else {
        throw StateFailure(
          .unsafeDirectory,
          "'\(path)' must be a file, but is a symbolic link; name the directory it leads to, by "
            + "--state")
      }
      throw StateFailure(errorNumber: errno, "open", path)
    }
    defer { close(descriptor) }
    if mustBeOurs { try StateDirectory.checkOwner(descriptor, path) }
    var bytes = [UInt8](repeating: 0, count: byteCount)
    // The beginning of a file comes in one piece.
    let count = read(descriptor, &bytes, byteCount)
    guard count >= 0 else { throw StateFailure(errorNumber: errno, "read", path) }
    return Array(bytes.prefix(count))
  }
}
