/// One thing that the user asked to be read.
public enum InputRequest: Sendable, Equatable {
  /// A file, a directory, or standard input.
  case path(InputPath)
  /// A file that names others, one a line or each ended by a zero byte.
  case list(InputPath, isNullTerminated: Bool)
}

/// One input to read, or the reason why what was found or asked for is none.
public struct InputSource: Sendable, Equatable {
  public enum Standing: Sendable, Equatable {
    case readable
    case ignored(IgnoredInput.Reason)
    /// It was asked for, and it is known already that it cannot be read.
    case failed(InputFailure)
  }

  public let path: InputPath
  /// How many bytes of the path name the directory that was asked for, whose links are followed;
  /// nil for an input that was named itself.
  public let directoryByteCount: Int?
  public let standing: Standing

  /// Whether it was found in a directory rather than named.
  public var isFound: Bool { directoryByteCount != nil }

  public init(
    path: InputPath, directoryByteCount: Int? = nil, standing: Standing = .readable
  ) {
    self.path = path
    self.directoryByteCount = directoryByteCount
    self.standing = standing
  }

  /// Why it turns out to be no input, now that it has been read; nil if it is one.
  ///
  /// What is named is always one: to be told that it is not recognised is what its user needs.
  public func reasonToIgnore(_ summary: InputSummary) -> IgnoredInput.Reason? {
    guard isFound, summary.status == .error, summary.packetCount == 0, let failure = summary.failure
    else { return nil }
    return IgnoredInput.Reason(failure.class)
  }
}

/// What lies in a directory and is no input.
public struct IgnoredInput: Sendable, Equatable {
  /// The words stand in every output.
  public enum Reason: String, Sendable, CaseIterable {
    // Known without a look inside.
    case symbolicLink = "symbolic-link"
    case notRegularFile = "not-regular-file"
    /// What this very run writes.
    case ownOutput = "own-output"

    // Not recognised; the words are those that a named file would fail with.
    case emptyFile = "empty-file"
    case notACapture = "not-a-capture"
    case unsupportedFormat = "unsupported-format"
    case unsupportedCompression = "unsupported-compression"
    case missingColumns = "missing-columns"
    case missingTable = "missing-table"
    case encoding = "encoding"

    /// The reason of a file that is not recognised; nil where the failure is damage.
    init?(_ class: InputFailure.Class) {
      switch `class` {
      case .emptyFile: self = .emptyFile
      case .notACapture: self = .notACapture
      case .unsupportedFormat: self = .unsupportedFormat
      case .unsupportedCompression: self = .unsupportedCompression
      case .missingColumns: self = .missingColumns
      case .missingTable: self = .missingTable
      case .encoding: self = .encoding
      default: return nil
      }
    }
  }

  public let path: InputPath
  public let reason: Reason

  public init(path: InputPath, reason: Reason) {
    self.path = path
    self.reason = reason
  }
}
