/// What an extract read, and where every record of it went.
public struct ExtractAccount: Sendable, Equatable {
  public let inputs: [InputSummary]
  /// What was found in directories and is no input.
  public let ignored: [IgnoredInput]

  public init(inputs: [InputSummary], ignored: [IgnoredInput] = []) {
    self.inputs = inputs
    self.ignored = ignored
  }

  /// `error` when nothing was usable, `partial` when something was missed, else `ok`.
  public var status: InputSummary.Status {
    if inputs.allSatisfy({ $0.status == .ok }) { return .ok }
    return inputs.allSatisfy { $0.status == .error } ? .error : .partial
  }
}
