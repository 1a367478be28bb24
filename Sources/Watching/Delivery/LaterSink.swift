import State

/// Stands in for a sink that a later run tells: findings become pending for it, and stay so.
///
/// A finding is told to the sinks that are named when it is raised. So a run that may not reach the
/// network names the sink all the same, and one that may tells of the finding.
public struct LaterSink: AlertSink {
  public let name: String

  public init(for sink: some AlertSink) { name = sink.name }

  public func deliver(_ findings: [Finding], isCancelled: () -> Bool) -> DeliveryOutcome {
    DeliveryOutcome()
  }
}
