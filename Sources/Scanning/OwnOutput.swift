import Readers
import Records

/// What a run writes, which it must not read: a report over its own capture would be the end of the
/// capture, and a table that grows by reading itself never ends.
public struct OwnOutput: Sendable {
  /// Of the file that will be replaced, where there is one.
  private let replaced: FileIdentity?
  /// Of standard output, which a shell has emptied already.
  private let standardOutput: FileIdentity?

  /// - Parameters:
  ///   - path: of the file to write; nil for none.
  ///   - standardOutput: its descriptor.
  public init(path: InputPath?, standardOutput: Int32) {
    replaced = path.flatMap { FileIdentity($0) }.flatMap { $0.isRegular ? $0 : nil }
    self.standardOutput = FileIdentity(descriptor: standardOutput)
      .flatMap { $0.isRegular ? $0 : nil }
  }

  /// The first of `sources` that would be lost, or that was asked for by name and is the output.
  public func firstConflict(in sources: [InputSource]) -> InputPath? {
    sources.first { source in
      guard let identity = identity(of: source) else { return false }
      return replaced?.isSameFile(as: identity) == true
        || (!source.isFound && standardOutput?.isSameFile(as: identity) == true)
    }?.path
  }

  /// `sources`, with standard output ignored where it was found in a directory.
  public func ignored(in sources: [InputSource]) -> [InputSource] {
    guard let standardOutput else { return sources }
    return sources.map { source in
      guard source.isFound, let identity = identity(of: source),
        standardOutput.isSameFile(as: identity)
      else { return source }
      return InputSource(
        path: source.path, directoryByteCount: source.directoryByteCount,
        standing: .ignored(.ownOutput))
    }
  }

  private func identity(of source: InputSource) -> FileIdentity? {
    guard replaced != nil || standardOutput != nil, source.standing == .readable else {
      return nil
    }
    return FileIdentity(source.path)
  }
}
