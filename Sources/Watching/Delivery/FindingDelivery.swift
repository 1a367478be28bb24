import State

/// Tells sinks of findings that nobody has told them of, and notes what arrived.
///
/// A finding is durable in the state before a sink hears of it, and counts as sent only when the sink
/// is sure of it: so nothing is lost, and a sink that cannot look for itself may hear of it twice.
struct FindingDelivery {
  let store: StateStore
  let isCancelled: @Sendable () -> Bool
  /// Why nobody is to be told of a finding; nil where somebody is. Such findings stay pending, for the
  /// reason may end.
  let silence: (Finding) -> WatchReport.Reported.Silence?

  /// Findings that one transaction notes as sent.
  private static let blockCount = 1_000

  func deliver(to sink: inout any AlertSink) throws(StateFailure) -> WatchReport.Delivery {
    let name = sink.name
    let pending = try store.read { (reader) throws(StateFailure) in
      try reader.pendingDeliveries(to: name)
    }.map(\.finding).filter { silence($0) == nil }
    var (sentCount, failure) = (0, DeliveryFailure?.none)
    var rest = pending[...]
    while !rest.isEmpty, failure == nil, !isCancelled() {
      let block = Array(rest.prefix(Self.blockCount))
      rest = rest.dropFirst(Self.blockCount)
      let outcome = sink.deliver(block, isCancelled: isCancelled)
      let ids = outcome.deliveredIds
      try store.write { (writer) throws(StateFailure) in
        for id in ids { try writer.markSent(id, to: name) }
      }
      sentCount += ids.count
      failure = outcome.failure
    }
    return WatchReport.Delivery(
      sink: name, sentCount: sentCount, pendingCount: pending.count - sentCount,
      failure: failure?.message)
  }
}
