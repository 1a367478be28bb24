import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// An open file, pipe or standard input that gives its bytes in order.
///
/// Never mapped: a mapped file that shrinks while it is read kills the process.
final class FileDescriptor {
  /// How long a silent pipe is waited for before the caller is asked whether to go on.
  private static let patienceMilliseconds: Int32 = 200

  private let number: Int32
  /// Whether this object opened the file and so closes it; standard input is not ours.
  private let isOwned: Bool
  /// Whether reading may block for as long as another program likes.
  private let mayBlock: Bool
  /// The file's size; nil for pipes.
  let byteCount: Int?

  /// The open file as it stands now, whatever its name leads to; nil where it cannot be looked at.
  var identity: FileIdentity? { FileIdentity(descriptor: number) }

  /// Opens a regular file or FIFO; `-` is standard input.
  ///
  /// Opened without blocking first, so that a FIFO without a writer or a device cannot hang the
  /// program before it is known what it is. Of what was found in a directory only regular files
  /// are opened, and no link is followed.
  init(_ source: InputSource) throws(InputFailure) {
    let isStandardInput = !source.isFound && source.path == .standardInput
    isOwned = !isStandardInput
    number = isStandardInput ? STDIN_FILENO : try Self.open(source)
    var status = stat()
    // `status` is a local of the very type that fstat fills.
    guard unsafe fstat(number, &status) == 0 else { throw Self.openFailure(errno) }
    let kind = status.st_mode & S_IFMT
    mayBlock = kind != S_IFREG
    byteCount = kind == S_IFREG ? Int(status.st_size) : nil
    switch kind {
    case S_IFREG: break
    case S_IFIFO where !source.isFound: break
    case S_IFDIR:
      throw InputFailure(.isADirectory, "expected a file, but this is a directory now; try again")
    case S_IFSOCK where isStandardInput, S_IFCHR where isStandardInput: break
    default:
      throw InputFailure(
        .notRegularFile, "expected a file or pipe, but this is a device or socket; name a file")
    }
  }

  private static func open(_ source: InputSource) throws(InputFailure) -> Int32 {
    let path = source.path.bytes
    // The system would take what stands before a zero for the whole name.
    guard !path.contains(0) else { throw openFailure(ENOENT) }
    guard let directoryByteCount = source.directoryByteCount else {
      // The array ends in a zero and outlives the call.
      let number = openForReading(path.nullTerminated)
      guard number >= 0 else { throw openFailure(errno) }
      return number
    }
    let components = path.dropFirst(directoryByteCount).split(separator: UInt8(ascii: "/"))
    guard let name = components.last else { throw openFailure(ENOENT) }
    let directory = InputPath(bytes: Array(path.prefix(directoryByteCount)))
    return try DirectoryDescriptor.descend(from: directory, through: components.dropLast())
      .openFile(name)
  }

  private static func openForReading(_ name: [CChar]) -> Int32 {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
    #if canImport(Darwin)
      return unsafe Darwin.open(name, flags)
    #else
      return unsafe Glibc.open(name, flags)
    #endif
  }

  deinit {
    if isOwned { close(number) }
  }

  /// Reads at most `buffer.count - start` bytes into `buffer` from `start` on.
  ///
  /// - Returns: the bytes read; 0 at the end, or when `isCancelled` says so while nothing comes.
  /// - Throws: `readError`.
  func read(
    into buffer: inout [UInt8], from start: Int, isCancelled: () -> Bool
  ) throws(InputFailure) -> Int {
    while true {
      if mayBlock, !waitForBytes(isCancelled) { return 0 }
      let descriptor = number
      let count = unsafe buffer.withUnsafeMutableBytes { bytes -> Int in
        // `rebasing` traps unless `start` lies within the buffer; read(2) gets what is left of it.
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
        return unsafe Self.systemRead(descriptor, rest)
      }
      if count >= 0 { return count }
      switch errno {
      case EINTR, EAGAIN: if isCancelled() { return 0 }
      case EISDIR:
        throw InputFailure(
          .isADirectory, "expected a file, but this is a directory now; try again")
      default:
        throw InputFailure(.readError, "the system cannot read on: \(Self.systemMessage(errno))")
      }
    }
  }

  /// Waits until bytes or the end have come; false when cancelled meanwhile.
  private func waitForBytes(_ isCancelled: () -> Bool) -> Bool {
    while !isCancelled() {
      var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
      // One request, and poll is told of one.
      let count = unsafe poll(&request, 1, Self.patienceMilliseconds)
      if count > 0 || (count < 0 && errno != EINTR) { return true }
    }
    return false
  }

  private static func systemRead(_ number: Int32, _ rest: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Darwin)
      unsafe Darwin.read(number, rest.baseAddress, rest.count)
    #else
      unsafe Glibc.read(number, rest.baseAddress, rest.count)
    #endif
  }

  static func openFailure(_ code: Int32) -> InputFailure {
    switch code {
    case ENOENT, ENOTDIR: InputFailure(.notFound, "no such file; check the name")
    case EACCES, EPERM:
      InputFailure(.permissionDenied, "not permitted to read it; run as a user who may")
    case ELOOP: InputFailure(.symlinkLoop, "its symbolic links lead in a circle; name the file")
    case ENXIO, ENODEV:
      InputFailure(.notRegularFile, "expected a file or pipe, but this is a device or socket")
    case ENAMETOOLONG: InputFailure(.notFound, "the name is longer than the system allows")
    case EMFILE, ENFILE:
      InputFailure(
        .cannotOpen,
        "the system opens no more files: \(systemMessage(code)); raise 'ulimit -n', or give fewer "
          + "--threads")
    default:
      InputFailure(.cannotOpen, "the system cannot open it: \(systemMessage(code))")
    }
  }

  private static func systemMessage(_ code: Int32) -> String {
    // strerror gives a string that ends in a zero, whatever the code.
    guard let text = unsafe strerror(code) else { return "code \(code)" }
    return unsafe String(cString: text)
  }
}
