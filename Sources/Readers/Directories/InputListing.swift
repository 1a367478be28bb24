import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Finds out which inputs a user means by files, directories and lists of them.
public struct InputListing: Sendable {
  private let isRecursive: Bool

  /// - Parameter isRecursive: whether directories in a directory are entered.
  public init(isRecursive: Bool) {
    self.isRecursive = isRecursive
  }

  /// The inputs of `requests` in the order given; those of a directory in byte order of their paths.
  ///
  /// Never throws: what cannot be listed is a source that says why. After a cancellation what was
  /// found so far.
  public func sources(
    of requests: [InputRequest], isCancelled: () -> Bool = { false }
  ) -> [InputSource] {
    var sources: [InputSource] = []
    var isStandardInputTaken = false
    func append(_ path: InputPath) {
      if path == .standardInput {
        sources.append(Self.standardInput(isTaken: isStandardInputTaken))
        isStandardInputTaken = true
      } else if Self.isDirectory(path) {
        let walk = DirectoryWalk(directory: path, isRecursive: isRecursive)
        sources += walk.sources(isCancelled: isCancelled)
      } else {
        sources.append(InputSource(path: path))
      }
    }
    for request in requests where !isCancelled() {
      switch request {
      case .path(let path): append(path)
      case .list(let list, let isNullTerminated):
        if list == .standardInput {
          guard !isStandardInputTaken else {
            sources.append(Self.standardInput(isTaken: true))
            continue
          }
          isStandardInputTaken = true
        }
        do throws(InputFailure) {
          try PathList(list, isNullTerminated: isNullTerminated)
            .forEachPath(isCancelled: isCancelled, append)
        } catch {
          sources.append(InputSource(path: list, standing: .failed(error)))
        }
      }
    }
    return sources
  }

  private static func standardInput(isTaken: Bool) -> InputSource {
    guard isTaken else { return InputSource(path: .standardInput) }
    let failure = InputFailure(
      .readError, "standard input can be read only once; name '-' once, among lists and inputs")
    return InputSource(path: .standardInput, standing: .failed(failure))
  }

  /// Whether the path leads to a directory, links in it followed; nothing is opened.
  private static func isDirectory(_ path: InputPath) -> Bool {
    guard !path.bytes.contains(0) else { return false }
    var status = stat()
    // `status` is a local of the very type that stat fills; the array ends in a zero.
    guard unsafe stat(path.bytes.nullTerminated, &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFDIR
  }
}
