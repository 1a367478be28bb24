import Readers
import Records
import State

/// What lies in watched directories, compared with what is known.
struct FileSurvey {
  struct File {
    let source: InputSource
    /// Nil where it cannot be looked at.
    let identity: KnownFile.Identity?
    let known: KnownFile?
    /// Whether the user named it, and no directory lists it.
    let isNamed: Bool

    /// When it was changed last; what cannot be looked at comes first.
    fileprivate var modification: (seconds: Int64, nanoseconds: Int64) {
      (identity?.modificationSeconds ?? 0, identity?.modificationNanoseconds ?? 0)
    }

    /// Whether it is as it was when it was last looked into.
    var isUnchanged: Bool { identity != nil && known?.identity == identity }
  }

  /// The oldest first, so that captures of several interfaces are read day by day; those of one time in
  /// byte order of their paths.
  let files: [File]
  /// Captures that lie, as they were read, in files which are there.
  let presentCaptures: Set<Int64>
  /// Files of these directories that are known and no longer there.
  let vanishedPaths: [InputPath]

  init(
    _ directories: [InputPath], isRecursive: Bool, store: StateStore,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws(StateFailure) {
    let known = Dictionary(
      try store.read { (reader) throws(StateFailure) in try reader.knownFiles() }
        .map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    let sources = InputListing(isRecursive: isRecursive)
      .sources(of: directories.map { .path($0) }, isCancelled: isCancelled)
    files = sources.map { source in
      File(
        source: source, identity: FileIdentity(source.path).map(KnownFile.Identity.init),
        known: known[source.path], isNamed: directories.contains(source.path))
    }.enumerated().sorted { left, right in
      let (old, new) = (left.element.modification, right.element.modification)
      return old == new ? left.offset < right.offset : old < new
    }.map(\.element)
    var present: Set<Int64> = []
    for file in files where file.isUnchanged {
      if case .capture(let id) = file.known?.verdict { present.insert(id) }
    }
    presentCaptures = present
    let listed = Set(sources.map(\.path))
    vanishedPaths = known.keys.filter { path in
      !listed.contains(path) && directories.contains { path.isBeneath($0) }
    }.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }
}

extension KnownFile.Identity {
  init(_ identity: FileIdentity) {
    self.init(
      device: identity.device, node: identity.node, byteCount: identity.byteCount,
      modificationSeconds: identity.modificationSeconds,
      modificationNanoseconds: identity.modificationNanoseconds)
  }
}

extension InputPath {
  /// Whether it names something in a directory, as paths are written.
  fileprivate func isBeneath(_ directory: InputPath) -> Bool {
    let slash = UInt8(ascii: "/")
    let start = directory.bytes.last == slash ? directory.bytes : directory.bytes + [slash]
    return bytes.starts(with: start)
  }
}
