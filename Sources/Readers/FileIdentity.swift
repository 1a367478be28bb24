import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Which file a name leads to and how it stands, to tell whether it is the same a while later.
public struct FileIdentity: Sendable, Equatable {
  public let device: UInt64
  public let node: UInt64
  public let byteCount: Int64
  public let modificationSeconds: Int64
  public let modificationNanoseconds: Int64
  /// Whether it can be read again from its start, unlike a pipe.
  public let isRegular: Bool

  /// Nil for standard input, and where no file can be looked at.
  public init?(_ path: InputPath) {
    guard path != .standardInput else { return nil }
    var status = stat()
    // The array ends in a zero and outlives the call, and `status` is of the type that stat fills.
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    guard unsafe stat(name, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Why no file can be looked at by a name; nil where one can.
  public static func failure(_ path: InputPath) -> InputFailure? {
    var status = stat()
    // The array ends in a zero and outlives the call, and `status` is of the type that stat fills.
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    return unsafe stat(name, &status) == 0 ? nil : FileDescriptor.openFailure(errno)
  }

  /// Nil for a descriptor that is not open.
  public init?(descriptor: Int32) {
    var status = stat()
    // `status` is a local of the very type that fstat fills.
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    node = UInt64(truncatingIfNeeded: status.st_ino)
    byteCount = Int64(status.st_size)
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    modificationSeconds = Int64(time.tv_sec)
    modificationNanoseconds = Int64(time.tv_nsec)
    isRegular = status.st_mode & S_IFMT == S_IFREG
  }

  /// Whether both are the same file, changed or not.
  public func isSameFile(as other: FileIdentity) -> Bool {
    device == other.device && node == other.node
  }
}
