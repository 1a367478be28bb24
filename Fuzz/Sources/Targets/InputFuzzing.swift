import Dispatch
import Glibc

@testable import Readers
@testable import Records

/// Whole files, recognised by their first bytes and read to their end, and lists of paths.
///
/// Readers take paths, so the bytes lie in a file of the memory that has one.
enum InputFuzzing {
  /// Sizes of inputs after which the selections come again.
  private static let selectionPeriod = 16

  /// Small buffers and limits, for many inputs a second.
  private static let limits: InputLimits = {
    var limits = InputLimits()
    limits.decompressedByteCount = 64 << 10
    limits.blockByteCount = 4 << 10
    return limits
  }()

  private static let readers: (plain: InputReader, innermost: InputReader, filtered: InputReader) =
    {
      var innermost = RecordSelection()
      innermost.depth = .innermost
      innermost.since = Timestamp("2012-03-16T12:30:00Z")
      var filtered = RecordSelection()
      filtered.filter = "ip6 or tcp or udp port 53 or vlan"
      return (
        InputReader(limits: limits), InputReader(selection: innermost, limits: limits),
        InputReader(selection: filtered, limits: limits)
      )
    }()

  /// By the size of an input: as it is by default mostly, and all that can be asked; the filter
  /// least, whose compilation takes longer than the rest.
  private static func reader(byteCount: Int) -> (reader: InputReader, wantsFrames: Bool) {
    switch byteCount % selectionPeriod {
    case 1: (readers.filtered, true)
    case 2, 6, 10, 14: (readers.innermost, false)
    default: (readers.plain, false)
    }
  }

  static func readInput(_ bytes: Span<UInt8>) -> Int {
    let (reader, wantsFrames) = reader(byteCount: bytes.count)
    let visitor = CountingVisitor(wantsFrames: wantsFrames)
    let summary = MemoryFile.shared.holding(bytes) { path in
      reader.read(path, isCancelled: { false }, progress: { _ in }, visitor)
    }
    let skippedCount = summary.skipped.values.reduce(0, +)
    precondition(
      summary.usedPacketCount + skippedCount == summary.packetCount + summary.damagedCount,
      "every record is accounted for")
    // A row that tells of a first and a last time is handed on for each.
    let usedCount = summary.usedPacketCount
    precondition((usedCount...usedCount * 2).contains(visitor.count), "what is used is handed on")
    precondition(summary.damagedCount <= 1, "the first damage ends the reading")
    precondition((summary.status == .ok) == (summary.failure == nil), "what fails has its reason")
    precondition(summary.byteCount == bytes.count, "the size is the file's")
    return summary.packetCount
  }

  static func readPathList(_ bytes: Span<UInt8>) -> Int {
    guard bytes.count > 0 else { return 0 }
    let isNullTerminated = bytes[0] & 1 == 1
    var byteCount = 0
    do {
      func take(_ path: InputPath) {
        precondition(!path.bytes.isEmpty, "a path has a name")
        precondition(!path.bytes.contains(0), "no path is cut short by a zero")
        byteCount += path.bytes.count
      }
      try MemoryFile.shared.holding(bytes.extracting(droppingFirst: 1)) { path in
        try PathList(path, isNullTerminated: isNullTerminated, blockByteCount: 1 << 10)
          .forEachPath(isCancelled: { false }, take)
      }
    } catch {
      let failure = error as? InputFailure
      precondition(failure?.class == .malformed && failure?.record != nil, "damage names its line")
    }
    precondition(byteCount < bytes.count, "paths are made of the list's bytes")
    return byteCount
  }
}

/// A file of this process that has a path but no place on a disk.
struct MemoryFile {
  static let shared = MemoryFile()

  private let number: Int32
  private let path: InputPath
  /// Held while the file is read: tests run targets side by side.
  private let turn = DispatchSemaphore(value: 1)

  private init() {
    // SQLite wants a file that has a name; it goes when the program ends by itself.
    let name = "/ipclust-fuzz-\(getpid())"
    number = shm_open(name, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    precondition(number >= 0, "the system has files in memory")
    path = InputPath("/dev/shm" + name)
    atexit { shm_unlink("/ipclust-fuzz-\(getpid())") }
  }

  /// What `body` makes of the file with these bytes.
  func holding<Result>(
    _ bytes: Span<UInt8>, _ body: (InputPath) throws -> Result
  ) rethrows -> Result {
    turn.wait()
    defer { turn.signal() }
    fill(bytes)
    return try body(path)
  }

  private func fill(_ bytes: Span<UInt8>) {
    let isWhole = bytes.withUnsafeBytes { source in
      ftruncate(number, source.count) == 0
        && pwrite(number, source.baseAddress, source.count, 0) == source.count
    }
    precondition(isWhole, "memory suffices for the file")
  }
}
