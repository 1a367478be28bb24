import Records

/// The bytes of a file that goes on growing, through the rotations of whoever writes it.
///
/// A file that was renamed is read to its end before the new one under its name is begun; one that
/// became shorter is begun again. Bytes that were written and cut away between two looks are lost,
/// as with every reader of a log.
final class GrowingFile {
  /// What a look came to.
  enum Look {
    case bytes
    /// Another file follows, so that what is left of a line is a whole one.
    case replaced
    case nothing
  }

  private let path: InputPath
  private var file: FileDescriptor
  private var block = [UInt8](repeating: 0, count: InputLimits().blockByteCount)
  private var readByteCount = 0
  /// Whether the name led elsewhere at the last look: a writer may still finish its line here.
  private var wasReplaced = false

  /// - Throws: why the file cannot be opened, or is none that can grow.
  init(_ path: InputPath) throws(InputFailure) {
    self.path = path
    file = try Self.open(path)
  }

  private static func open(_ path: InputPath) throws(InputFailure) -> FileDescriptor {
    let file = try FileDescriptor(InputSource(path: path))
    guard file.byteCount != nil else {
      throw InputFailure(
        .notRegularFile, "expected a file that grows, but this is a pipe or device; name a file")
    }
    return file
  }

  /// Hands the next bytes to `body`, at most a block of them.
  func look(
    isCancelled: () -> Bool, _ body: (Span<UInt8>) -> Void
  ) throws(InputFailure) -> Look {
    let count = try file.read(into: &block, from: 0, isCancelled: isCancelled)
    if count > 0 {
      readByteCount += count
      wasReplaced = false
      // A copy of the reference, because a span of a stored property keeps all of it from changing.
      let block = block
      body(block.span.extracting(0..<count))
      return .bytes
    }
    guard let own = file.identity else { return .nothing }
    if own.byteCount < readByteCount { return try begin() }
    guard let named = FileIdentity(path), !named.isSameFile(as: own) else {
      wasReplaced = false
      return .nothing
    }
    guard wasReplaced else {
      wasReplaced = true
      return .nothing
    }
    return try begin()
  }

  /// Begins what now has the name.
  private func begin() throws(InputFailure) -> Look {
    do throws(InputFailure) {
      file = try Self.open(path)
    } catch {
      // Between the renaming of one file and the making of the next there is none.
      guard error.class == .notFound else { throw error }
      return .nothing
    }
    readByteCount = 0
    wasReplaced = false
    return .replaced
  }
}
