import State

extension WatchOptions {
  /// The rate of false findings after what feedback says of earlier ones.
  func rate(after feedback: [FeedbackEntry]) -> Double { falseDiscoveryRate }
}
