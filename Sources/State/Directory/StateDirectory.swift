#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The directory of the state: ours alone, so that nobody else can change what is remembered.
struct StateDirectory {
  /// Absolute, without symbolic links.
  let path: String

  static let databaseName = "state.db"
  static let lockName = "lock"

  private static let ourPermissions: mode_t = 0o700
  private static let writableByOthers: mode_t = 0o022

  /// Makes the directory where there is none, and checks that it is ours to write.
  ///
  /// - Throws: `readOnly`, `unsafeDirectory`, `full`.
  init(making bytes: [UInt8]) throws(StateFailure) {
    try Self.make(bytes)
    path = try Self.resolved(bytes)
    try Self.check(path)
  }

  /// - Throws: `notFound`.
  init(existing bytes: [UInt8]) throws(StateFailure) {
    path = try Self.resolved(bytes)
  }

  func path(of name: String) -> String { path + "/" + name }

  /// Whether there is anything of this name, be it a symbolic link to nowhere.
  func has(_ name: String) -> Bool {
    var status = stat()
    return lstat(path(of: name), &status) == 0
  }

  var isWritable: Bool { Self.isWritable(path) }

  /// Makes names that were given or taken durable.
  func synchronize() throws(StateFailure) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StateFailure(errorNumber: errno, "open", path) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw StateFailure(errorNumber: errno, "write", path) }
  }

  /// Checks that what is open belongs to us, and that nobody else may write it.
  static func checkOwner(_ descriptor: Int32, _ path: String) throws(StateFailure) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw StateFailure(errorNumber: errno, "look at", path)
    }
    guard status.st_uid == geteuid() else {
      throw StateFailure(
        .unsafeDirectory,
        "'\(path)' must belong to user \(geteuid()), but belongs to user \(status.st_uid); "
          + "run as that user, or use another directory, by --state")
    }
    guard status.st_mode & writableByOthers == 0 else {
      throw StateFailure(
        .unsafeDirectory,
        "'\(path)' must be writable by its owner alone, but its mode is "
          + "\(String(status.st_mode & 0o7777, radix: 8)); take the right from others, by "
          + "'chmod go-w'")
    }
  }

  private static func check(_ path: String) throws(StateFailure) {
    // Not followed: what was resolved is no link, unless somebody has just put one there.
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StateFailure(errorNumber: errno, "open the directory", path)
    }
    defer { close(descriptor) }
    // Before the owner: where nothing can be written, it does not matter whose it is.
    guard isWritable(path) else {
      throw StateFailure(errorNumber: errno, "write in the directory", path)
    }
    try checkOwner(descriptor, path)
  }

  private static func isWritable(_ path: String) -> Bool {
    faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) == 0
  }

  /// Makes a directory and those above it, all for us alone, as the XDG specification asks.
  private static func make(_ bytes: [UInt8]) throws(StateFailure) {
    guard mkdir(name(bytes), ourPermissions) != 0, errno != EEXIST else { return }
    let number = errno
    let parent = parent(of: bytes)
    guard number == ENOENT, !parent.isEmpty, parent.count < bytes.count else {
      throw StateFailure(
        errorNumber: number, "make the directory", String(decoding: bytes, as: UTF8.self))
    }
    try make(parent)
    guard mkdir(name(bytes), ourPermissions) == 0 || errno == EEXIST else {
      throw StateFailure(
        errorNumber: errno, "make the directory", String(decoding: bytes, as: UTF8.self))
    }
  }

  private static func parent(of bytes: [UInt8]) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    var end = bytes.count
    while end > 1, bytes[end - 1] == slash { end -= 1 }
    guard let last = bytes[..<end].lastIndex(of: slash) else { return [] }
    return Array(bytes[..<max(last, 1)])
  }

  /// The path without links.
  ///
  /// Links on the way are followed, for a service manager gives a directory of a user of the
  /// moment by a link; what they lead to is checked.
  private static func resolved(_ bytes: [UInt8]) throws(StateFailure) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let resolved = realpath(name(bytes), nil) else {
      throw StateFailure(errorNumber: errno, "find the directory", text)
    }
    defer { free(resolved) }
    guard let path = String(validatingCString: resolved) else {
      throw StateFailure(
        .ioError, "'\(text)' must be a name in UTF-8, as SQLite takes it; use another, by --state")
    }
    return path
  }

  /// As the system takes it.
  private static func name(_ bytes: [UInt8]) -> [CChar] {
    bytes.map { CChar(bitPattern: $0) } + [0]
  }
}
