import State

/// A place that findings are told to.
public protocol AlertSink {
  /// As deliveries in the state name it; the same for the same place.
  var name: String { get }

  /// Tells of `findings` in order, and says of which it is certain that they arrived.
  ///
  /// What is not named as delivered stays pending and is given again, so a sink may be told twice of
  /// what it took; the id of a finding is then the same.
  ///
  /// - Parameter isCancelled: asked at least once a second while something is waited for; once it is
  ///   true, the rest is left pending.
  mutating func deliver(_ findings: [Finding], isCancelled: () -> Bool) -> DeliveryOutcome
}

/// Which findings arrived, and why the others did not.
public struct DeliveryOutcome: Sendable, Equatable {
  /// Their ids, in the order given.
  public var deliveredIds: [String]
  /// Of the first that did not arrive; nil when all did.
  public var failure: DeliveryFailure?

  public init(deliveredIds: [String] = [], failure: DeliveryFailure? = nil) {
    self.deliveredIds = deliveredIds
    self.failure = failure
  }
}

/// Why a finding could not be told.
public struct DeliveryFailure: Error, Sendable, Equatable {
  public enum Class: String, Sendable {
    /// The file or socket cannot be opened, or holds something else.
    case cannotOpen = "cannot-open"
    /// It cannot be written: full, read-only, an I/O error.
    case cannotWrite = "cannot-write"
    /// Another run writes it.
    case busy
    /// What was asked for is not allowed, or makes no sense.
    case configuration
    /// Nobody answered in time.
    case unreachable
    /// Whoever answered said no.
    case refused
    /// The run was interrupted.
    case interrupted
  }

  public let `class`: Class
  /// The place, what was expected, what was found, the remedy; without any secret.
  public let message: String

  public init(_ class: Class, _ message: String) {
    self.class = `class`
    self.message = message
  }
}

extension DeliveryFailure {
  static func interrupted(_ name: String) -> DeliveryFailure {
    DeliveryFailure(.interrupted, "\(name): not told to its end, because of the interruption")
  }
}

extension DeliveryFailure: CustomStringConvertible {
  public var description: String { message }
}
