import Records

/// A file that names inputs, one a line or each ended by a zero byte as `find -print0` writes them.
struct PathList {
  private let file: FileDescriptor
  private let isNullTerminated: Bool

  /// The longest that the system takes is 4096; beyond this the file is no list of paths.
  private static let maximumPathByteCount = 1 << 20
  /// Bytes that are read at once.
  private let blockByteCount: Int

  init(
    _ path: InputPath, isNullTerminated: Bool, blockByteCount: Int = 64 << 10
  ) throws(InputFailure) {
    file = try FileDescriptor(InputSource(path: path))
    self.isNullTerminated = isNullTerminated
    self.blockByteCount = blockByteCount
  }

  /// Hands every path to `body`; blank lines are passed over.
  ///
  /// - Throws: `malformed` at the first line that is no path, after the paths before it; `readError`.
  func forEachPath(
    isCancelled: () -> Bool, _ body: (InputPath) -> Void
  ) throws(InputFailure) {
    var splitter = LineSplitter(
      maximumByteCount: Self.maximumPathByteCount,
      terminator: isNullTerminated ? 0 : UInt8(ascii: "\n"))
    var lineNumber = 0
    var failure: InputFailure?
    func take(_ line: Span<UInt8>, _ isTooLong: Bool) {
      lineNumber += 1
      guard failure == nil else { return }
      failure = fault(of: line, isTooLong, lineNumber)
      if failure == nil, !isBlank(line) {
        body(InputPath(bytes: line.indices.map { line[$0] }))
      }
    }
    var block = [UInt8](repeating: 0, count: blockByteCount)
    while failure == nil {
      let count = try file.read(into: &block, from: 0, isCancelled: isCancelled)
      guard count > 0 else { break }
      splitter.consume(block.span.extracting(0..<count), take)
    }
    splitter.finish(take)
    if let failure { throw failure }
  }

  private func fault(
    of line: Span<UInt8>, _ isTooLong: Bool, _ lineNumber: Int
  ) -> InputFailure? {
    if isTooLong {
      return InputFailure(
        .malformed,
        "expected paths \(isNullTerminated ? "ended by zero bytes" : "one a line"), but one has more "
          + "than \(Self.maximumPathByteCount) bytes", record: lineNumber)
    }
    if !isNullTerminated, line.indices.contains(where: { line[$0] == 0 }) {
      return InputFailure(
        .malformed,
        "expected a path, but found a line with a zero byte; give --null with lists "
          + "of paths that end in one", record: lineNumber)
    }
    return nil
  }

  private func isBlank(_ line: Span<UInt8>) -> Bool {
    if isNullTerminated { return line.isEmpty }
    return line.indices.allSatisfy {
      line[$0] == UInt8(ascii: " ") || line[$0] == UInt8(ascii: "\t")
    }
  }
}
