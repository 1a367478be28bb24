extension Sequence<InputSummary> {
  /// `error` when nothing was usable, `partial` when something was missed, else `ok`.
  public var status: InputSummary.Status {
    if allSatisfy({ $0.status == .ok }) { return .ok }
    return allSatisfy { $0.status == .error } ? .error : .partial
  }
}
