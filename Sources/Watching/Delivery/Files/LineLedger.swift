import Glibc
import Reporting
import State

/// A file to which one process adds whole lines, and which a later run can trust.
///
/// Whole lines are what counts: one that a crash left half written is cut away when the file is
/// opened, and what a failure left half written as soon as it is noticed. Nothing counts as durable
/// before `settle` returns.
public final class LineLedger {
  public let path: [UInt8]
  private let descriptor: Int32
  private let calls: FileCalls
  /// Of all whole lines.
  public private(set) var byteCount: Int
  /// What is cut back to when lines cannot be made durable.
  private var settledByteCount: Int
  private var isSettled = true
  /// Whether bytes behind `byteCount` may be left of what was not written to its end.
  private var isTorn = false

  private static let headByteCount = 512
  private static let chunkByteCount = 64 << 10

  /// Opens or creates `path`, locks it, and cuts a torn last line.
  ///
  /// - Parameter mayBegin: whether a file that begins with these bytes is one of ours; others are left
  ///   as they are.
  public convenience init(
    _ path: [UInt8], mayBegin: ([UInt8]) -> Bool
  ) throws(LineLedgerFailure) {
    try self.init(path, calls: FileCalls(), mayBegin: mayBegin)
  }

  /// - Parameter calls: others than the system's, in tests of its failures.
  init(
    _ path: [UInt8], calls: FileCalls, mayBegin: ([UInt8]) -> Bool
  ) throws(LineLedgerFailure) {
    self.path = path
    self.calls = calls
    descriptor = open(Self.name(path), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0o666)
    guard descriptor >= 0 else {
      throw LineLedgerFailure(path, .system(errno, isOpening: true))
    }
    // From here on the descriptor is closed by `deinit`, also where this throws.
    (byteCount, settledByteCount) = (0, 0)
    byteCount = try lock()
    if byteCount == 0 {
      try settleName()
    } else {
      let head = try bytes(0..<min(byteCount, Self.headByteCount))
      guard mayBegin(head) else { throw LineLedgerFailure(path, .foreign) }
      let end = try endOfLastLine(before: byteCount)
      isTorn = end < byteCount
      byteCount = end
      try cut()
    }
    settledByteCount = byteCount
  }

  deinit {
    close(descriptor)
  }

  private func lock() throws(LineLedgerFailure) -> Int {
    let number = FileLock.take(descriptor)
    guard number == 0 else {
      throw LineLedgerFailure(
        path, number == EWOULDBLOCK ? .busy : .system(number, isOpening: true))
    }
    // Asked under the lock, or another writer may just have added to it.
    var details = stat()
    guard fstat(descriptor, &details) == 0 else {
      throw LineLedgerFailure(path, .system(errno, isOpening: true))
    }
    guard details.st_mode & S_IFMT == S_IFREG else { throw LineLedgerFailure(path, .foreign) }
    return Int(details.st_size)
  }

  /// Makes the name of a new file durable.
  private func settleName() throws(LineLedgerFailure) {
    do throws(WriteFailure) {
      try DurableFile.settleDirectory(of: path)
    } catch {
      throw LineLedgerFailure(path, .system(error.errorNumber, isOpening: false))
    }
  }

  // MARK: Writing

  /// Adds `lines`, each with its end; after a failure none of them is in the file.
  public func append(_ lines: [UInt8]) throws(LineLedgerFailure) {
    try cut()
    isTorn = true
    do throws(LineLedgerFailure) {
      try write(lines, at: byteCount)
    } catch {
      // If not even that can be done, it is tried again before the next line.
      try? cut()
      throw error
    }
    isTorn = false
    isSettled = false
    byteCount += lines.count
  }

  /// Writes what stands at `range` once more, so that `settle` makes it durable.
  ///
  /// A kernel that could not write pages out takes them for clean afterwards; a run that finds lines
  /// of an earlier one, which ended before they were durable, cannot know whether that happened.
  public func renew(_ range: Range<Int>) throws(LineLedgerFailure) {
    isSettled = false
    try write(try bytes(range), at: range.lowerBound)
  }

  /// Makes all lines durable; after a failure those added since the last success are gone, because
  /// they must be written anew to be asked about again.
  public func settle() throws(LineLedgerFailure) {
    guard !isSettled else { return }
    guard calls.synchronize(descriptor) == 0 else {
      let failure = LineLedgerFailure(path, .system(errno, isOpening: false))
      byteCount = settledByteCount
      isTorn = true
      try? cut()
      throw failure
    }
    isSettled = true
    settledByteCount = byteCount
  }

  private func write(_ bytes: [UInt8], at place: Int) throws(LineLedgerFailure) {
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        calls.write(
          descriptor,
          // Not empty, or the loop would have ended, so it has an address.
          buffer.baseAddress! + offset, buffer.count - offset, off_t(place + offset))
      }
      if count >= 0 {
        offset += count
      } else if errno != EINTR {
        throw LineLedgerFailure(path, .system(errno, isOpening: false))
      }
    }
  }

  /// Takes all lines away.
  public func empty() throws(LineLedgerFailure) {
    (byteCount, settledByteCount, isTorn) = (0, 0, true)
    try cut()
  }

  private func cut() throws(LineLedgerFailure) {
    guard isTorn else { return }
    while calls.truncate(descriptor, off_t(byteCount)) != 0 {
      guard errno == EINTR else {
        throw LineLedgerFailure(path, .system(errno, isOpening: false))
      }
    }
    isTorn = false
  }

  /// Whether the path still leads to this file, which a rotation of logs may have moved away.
  public var isInPlace: Bool {
    var own = stat()
    var found = stat()
    return fstat(descriptor, &own) == 0 && stat(Self.name(path), &found) == 0
      && own.st_dev == found.st_dev && own.st_ino == found.st_ino
  }

  // MARK: Reading

  /// The first line without its end; nil where there is none, or none that short.
  public func firstLine(atMost limit: Int) throws(LineLedgerFailure) -> [UInt8]? {
    var line: [UInt8] = []
    while line.count < min(byteCount, limit) {
      let chunk = try bytes(line.count..<min(byteCount, line.count + Self.chunkByteCount))
      if let end = chunk.firstIndex(of: Self.lineEnd) { return line + chunk[..<end] }
      line += chunk
    }
    return nil
  }

  /// The last line without its end; nil where there is none, or none that short.
  public func lastLine(atMost limit: Int) throws(LineLedgerFailure) -> [UInt8]? {
    guard byteCount > 0 else { return nil }
    let start = try endOfLastLine(before: byteCount - 1)
    guard byteCount - start <= limit else { return nil }
    return try bytes(start..<byteCount - 1)
  }

  /// Calls `body` with the place of each line and its first `limit` bytes, or all of a shorter one
  /// without its end.
  ///
  /// Memory does not grow with the file or its lines.
  public func forEachLine(
    first limit: Int, _ body: (_ place: Range<Int>, _ head: [UInt8]) -> Void
  ) throws(LineLedgerFailure) {
    var head: [UInt8] = []
    var start = 0
    var offset = 0
    while offset < byteCount {
      let chunk = try bytes(offset..<min(byteCount, offset + Self.chunkByteCount))
      var rest = chunk[...]
      while let end = rest.firstIndex(of: Self.lineEnd) {
        head += rest[..<end].prefix(limit - head.count)
        let next = offset + end + 1
        body(start..<next, head)
        head.removeAll(keepingCapacity: true)
        start = next
        rest = rest[(end + 1)...]
      }
      head += rest.prefix(limit - head.count)
      offset += chunk.count
    }
  }

  private static let lineEnd: UInt8 = 0x0a

  /// Behind the last line end of the first `count` bytes; 0 for none.
  private func endOfLastLine(before count: Int) throws(LineLedgerFailure) -> Int {
    var end = count
    while end > 0 {
      let start = max(0, end - Self.chunkByteCount)
      let chunk = try bytes(start..<end)
      if let place = chunk.lastIndex(of: Self.lineEnd) { return start + place + 1 }
      end = start
    }
    return 0
  }

  private func bytes(_ range: Range<Int>) throws(LineLedgerFailure) -> [UInt8] {
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
        throw LineLedgerFailure(path, .system(count == 0 ? EIO : errno, isOpening: true))
      }
    }
    return bytes
  }

  private static func name(_ path: [UInt8]) -> [CChar] {
    path.map { CChar(bitPattern: $0) } + [0]
  }
}

/// The calls that a full or failing disk refuses.
struct FileCalls {
  var write: (Int32, UnsafeRawPointer, Int, off_t) -> Int = { pwrite($0, $1, $2, $3) }
  var synchronize: (Int32) -> Int32 = { fsync($0) }
  var truncate: (Int32, off_t) -> Int32 = { ftruncate($0, $1) }
}

/// Why lines cannot be added to a file.
public struct LineLedgerFailure: Error, Sendable, Equatable {
  public enum Reason: Sendable, Equatable {
    /// As in `errno`; `isOpening` where the file was not yet written to.
    case system(Int32, isOpening: Bool)
    /// It holds something else, or is no file.
    case foreign
    /// Another process adds to it.
    case busy
  }

  public let path: [UInt8]
  public let reason: Reason

  public init(_ path: [UInt8], _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// As in `errno`; 0 where the system refused nothing.
  public var errorNumber: Int32 {
    if case .system(let errorNumber, _) = reason { errorNumber } else { 0 }
  }
}
