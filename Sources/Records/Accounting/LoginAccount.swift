/// What a reading of login logs and labels met, and where every row of them went.
public struct LoginAccount: Sendable, Equatable {
  public let inputs: [InputSummary]
  /// What labels were read from: the file that was named, or the tables of the logs themselves.
  public let labels: [InputSummary]
  /// What was found in directories and is no login log.
  public let ignored: [IgnoredInput]

  public init(inputs: [InputSummary], labels: [InputSummary] = [], ignored: [IgnoredInput] = []) {
    self.inputs = inputs
    self.labels = labels
    self.ignored = ignored
  }

  /// `error` when no input was usable, `partial` when something was missed, else `ok`.
  public var status: InputSummary.Status {
    if (inputs + labels).allSatisfy({ $0.status == .ok }) { return .ok }
    return inputs.allSatisfy { $0.status == .error } ? .error : .partial
  }
}
