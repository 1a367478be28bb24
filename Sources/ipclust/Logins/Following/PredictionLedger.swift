import Detection
import Glibc
import Records
import Reporting
import State

/// Where predictions go, one after another: standard output, or a file that tells a later run where
/// to go on.
///
/// Whole lines are what counts. A line that a crash left half written is cut away, and the last whole
/// one says which period was judged last, so that none is lost or written twice.
final class PredictionLedger {
  private let path: [UInt8]?
  private let descriptor: Int32
  private var pending: [UInt8] = []
  private var isSettled = true
  /// Where the lines in the file begin and end; nil for none.
  let resumption: LoginResumption?

  /// Bytes that wait before they are written, unless `flush` asks for it.
  private static let blockByteCount = 64 << 10
  /// Longer lines are none of ours: they list twenty names of at most a mebibyte, each byte of which
  /// may need six.
  private static let maximumLineByteCount = 256 << 20
  private static let chunkByteCount = 64 << 10

  /// Opens `path`, or standard output for nil, and cuts a torn last line.
  ///
  /// - Throws: also where the file holds something else, which is left as it is, and where another
  ///   run writes it.
  init(_ path: [UInt8]?) throws(LedgerRefusal) {
    self.path = path
    guard let path else {
      descriptor = Descriptors.output
      resumption = nil
      return
    }
    let name = path.map { CChar(bitPattern: $0) } + [0]
    descriptor = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .system(path, errno, .cannotOpenOutput) }
    var details = stat()
    guard fstat(descriptor, &details) == 0 else {
      throw .system(path, errno, .cannotOpenOutput)
    }
    guard details.st_mode & S_IFMT == S_IFREG else { throw .other(path) }
    guard FileLock.take(descriptor) == 0 else { throw .busy(path) }
    resumption = try Self.resume(descriptor, Int(details.st_size), path)
  }

  deinit {
    if path != nil { close(descriptor) }
  }

  /// Adds the lines that `render` gives, which are written once there are enough of them.
  func write(_ render: (OutputBuffer) -> Void) throws(OutputFailure) {
    let buffer = OutputBuffer { [self] block throws(WriteFailure) in
      pending += block
      if pending.count >= Self.blockByteCount { try flushPending() }
    }
    render(buffer)
    do {
      try buffer.finish()
    } catch {
      throw failure(error.errorNumber)
    }
  }

  /// Makes all lines durable.
  func settle() throws(OutputFailure) {
    do {
      try flushPending()
    } catch {
      throw failure(error.errorNumber)
    }
    guard path != nil, !isSettled else { return }
    if fsync(descriptor) != 0 { throw failure(errno) }
    isSettled = true
  }

  private func flushPending() throws(WriteFailure) {
    guard !pending.isEmpty else { return }
    isSettled = false
    try Output.write(pending, to: descriptor)
    pending.removeAll(keepingCapacity: true)
  }

  private func failure(_ errorNumber: Int32) -> OutputFailure {
    let isClosed = errorNumber == EPIPE || (path == nil && errorNumber == EBADF)
    return OutputFailure(
      path: path, errorNumber: errorNumber, status: isClosed ? .closedOutput : .cannotWriteOutput)
  }

  // MARK: Going on

  private static func resume(
    _ descriptor: Int32, _ byteCount: Int, _ path: [UInt8]
  ) throws(LedgerRefusal) -> LoginResumption? {
    guard byteCount > 0 else { return nil }
    let head = try bytes(descriptor, 0..<min(byteCount, 64), path)
    guard PredictionLine.mayBegin(head) else { throw .other(path) }
    let end = try endOfLastLine(descriptor, byteCount, path)
    if end < byteCount {
      guard ftruncate(descriptor, off_t(end)) == 0, fsync(descriptor) == 0 else {
        throw .system(path, errno, .cannotWriteOutput)
      }
    }
    guard lseek(descriptor, off_t(end), SEEK_SET) == off_t(end) else {
      throw .system(path, errno, .cannotWriteOutput)
    }
    guard end > 0 else { return nil }
    let start = try endOfLastLine(descriptor, end - 1, path)
    let first = try firstLine(descriptor, end, path)
    guard end - start <= maximumLineByteCount, let first = PredictionLine.place(first),
      let last = PredictionLine.place(try bytes(descriptor, start..<end - 1, path))
    else { throw .other(path) }
    return LoginResumption(first: first.time, last: last.time, incident: last.incident)
  }

  /// Behind the last line end of the first `byteCount` bytes; 0 for none.
  private static func endOfLastLine(
    _ descriptor: Int32, _ byteCount: Int, _ path: [UInt8]
  ) throws(LedgerRefusal) -> Int {
    var end = byteCount
    while end > 0 {
      let start = max(0, end - chunkByteCount)
      let chunk = try bytes(descriptor, start..<end, path)
      if let place = chunk.lastIndex(of: 0x0a) { return start + place + 1 }
      end = start
    }
    return 0
  }

  private static func firstLine(
    _ descriptor: Int32, _ byteCount: Int, _ path: [UInt8]
  ) throws(LedgerRefusal) -> [UInt8] {
    var line: [UInt8] = []
    while line.count < min(byteCount, maximumLineByteCount) {
      let chunk = try bytes(
        descriptor, line.count..<min(byteCount, line.count + chunkByteCount), path)
      if let end = chunk.firstIndex(of: 0x0a) { return line + chunk[..<end] }
      line += chunk
    }
    return line
  }

  private static func bytes(
    _ descriptor: Int32, _ range: Range<Int>, _ path: [UInt8]
  ) throws(LedgerRefusal) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: range.count)
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(
          descriptor,
          // Not empty, or the loop would have ended, so it has an address.
          buffer.baseAddress! + offset, buffer.count - offset,
          off_t(range.lowerBound + offset))
      }
      if count > 0 {
        offset += count
      } else if count == 0 || errno != EINTR {
        throw .system(path, count == 0 ? EIO : errno, .cannotOpenOutput)
      }
    }
    return bytes
  }
}

/// Why predictions cannot be added to a file.
enum LedgerRefusal: Refusal {
  case system([UInt8], Int32, ExitStatus)
  /// It holds something else, or is no file.
  case other([UInt8])
  /// Another run adds to it.
  case busy([UInt8])

  var status: ExitStatus {
    switch self {
    case .system(_, _, let status): status
    case .other: .cannotOpenOutput
    case .busy: .busy
    }
  }
}

extension LedgerRefusal {
  var description: String {
    switch self {
    case .system(let path, let errorNumber, let status):
      OutputFailure(path: path, errorNumber: errorNumber, status: status).description
    case .other(let path):
      "\(TerminalText.escape(bytes: path)): expected predictions of 'ipclust logins follow', to which "
        + "more are added, but found something else; name another file"
    case .busy(let path):
      "\(TerminalText.escape(bytes: path)): busy: another 'ipclust logins follow' adds to it; wait "
        + "until it ends, or name another file"
    }
  }
}
