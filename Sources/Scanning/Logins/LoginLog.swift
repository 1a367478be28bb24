import Features
import Records

/// What login logs and their labels gave, in the order of time.
public struct LoginLog: Sendable {
  /// Ordered by time, then by everything else they say: the same whatever the order of the rows.
  public let attempts: [LoginAttempt]
  /// Ordered by start; nil where no labels were named and no log holds any.
  public let attacks: [Attack]?
  public let account: LoginAccount
  /// Rows begin no earlier, though attempts do: those before lead up to them. Nil where all attempts
  /// have rows.
  public let rowsFrom: Timestamp?

  /// The table of minutes, or of another step, that detectors work on.
  public func minuteTable(_ resolution: MinuteTable.Resolution = .minute) -> MinuteTable {
    MinuteTable(attempts, attacks: attacks, resolution: resolution)
  }
}

/// Reads login logs in the order given, and what labels them.
public struct LoginSource: Sendable {
  let selection: LoginSelection
  let labels: InputPath?
  let hashesInputs: Bool
  let keepsHistory: Bool

  /// - Parameters:
  ///   - selection: which rows are taken, and how their times are meant.
  ///   - labels: a file of attacks; nil for the tables of attacks that the logs themselves have.
  ///   - hashesInputs: whether the account tells the SHA-256 of each input's decompressed bytes.
  ///   - keepsHistory: whether attempts before the selection are taken as well, because rows depend on
  ///     what led up to them.
  public init(
    selection: LoginSelection = LoginSelection(), labels: InputPath? = nil,
    hashesInputs: Bool = false, keepsHistory: Bool = false
  ) {
    self.selection = selection
    self.labels = labels
    self.hashesInputs = hashesInputs
    self.keepsHistory = keepsHistory
  }
}
