import Glibc
import Reporting
import State

/// A program that is run for each finding, with the finding as JSON on its standard input.
///
/// The finding arrived when the program ends with status 0; at least once. Arguments are handed over as
/// they are: there is no shell, and nothing of a finding is ever an argument.
public struct CommandSink: AlertSink {
  public let name: String
  private let arguments: [[UInt8]]
  private let environment: [[UInt8]]
  private let format: AlertFormat
  private let version: String
  private let limitSeconds: Double

  /// How long a program may take unless said otherwise.
  public static let defaultLimitSeconds = 30.0

  /// - Parameters:
  ///   - arguments: the program, found as a shell would find it, and its arguments.
  ///   - environment: `NAME=VALUE` each; see `inheritedEnvironment`.
  ///   - format: one whose lines are JSON.
  ///   - version: of ours.
  public init(
    _ arguments: [[UInt8]], environment: [[UInt8]], format: AlertFormat = .ndjson, version: String,
    limitSeconds: Double = defaultLimitSeconds
  ) throws(DeliveryFailure) {
    guard let program = arguments.first, !program.isEmpty else {
      throw DeliveryFailure(.configuration, "expected a program to run, but found none")
    }
    guard !arguments.joined().contains(0), !environment.joined().contains(0) else {
      throw DeliveryFailure(
        .configuration, "expected arguments without NUL bytes, which no program can be given")
    }
    guard format.isJSON else {
      throw DeliveryFailure(
        .configuration, "expected a format of JSON for a program, but found '\(format.rawValue)'")
    }
    name = "exec:\(TerminalText.escape(bytes: program))"
    self.arguments = arguments
    self.environment = environment
    self.format = format
    self.version = version
    self.limitSeconds = limitSeconds
  }

  /// The environment of this process without the variables of these names, which hold secrets.
  public static func inheritedEnvironment(without names: Set<String>) -> [[UInt8]] {
    var entries: [[UInt8]] = []
    var pointer = environ
    while let entry = pointer.pointee {
      let bytes = Array(UnsafeRawBufferPointer(start: entry, count: strlen(entry)))
      let isWithheld = names.contains { bytes.starts(with: Array("\($0)=".utf8)) }
      if !isWithheld { entries.append(bytes) }
      pointer += 1
    }
    return entries
  }

  public mutating func deliver(
    _ findings: [Finding], isCancelled: () -> Bool = { false }
  ) -> DeliveryOutcome {
    var outcome = DeliveryOutcome()
    for finding in findings {
      let end: ChildProcess.End
      if isCancelled() {
        end = .cancelled
      } else {
        end = ChildProcess(arguments: arguments, environment: environment).run(
          input: format.line(of: finding, version: version), limitSeconds: limitSeconds,
          isCancelled: isCancelled)
      }
      if end == .status(0) {
        outcome.deliveredIds.append(finding.id)
        continue
      }
      if outcome.failure == nil { outcome.failure = failure(end) }
      // A program that says no to one finding, or crashes on it, may take the next; one that cannot be
      // run, or that hangs, is not waited for again and again.
      switch end {
      case .status, .signal: continue
      case .tookTooLong, .cancelled, .notStarted: return outcome
      }
    }
    return outcome
  }

  private func failure(_ end: ChildProcess.End) -> DeliveryFailure {
    let program = TerminalText.escape(bytes: arguments[0])
    switch end {
    case .status(let status):
      return DeliveryFailure(.refused, "\(program): ended with status \(status), expected 0")
    case .signal(let number):
      return DeliveryFailure(.refused, "\(program): ended by signal \(number), expected status 0")
    case .tookTooLong:
      return DeliveryFailure(
        .unreachable, "\(program): did not end within \(limitSeconds) s and was stopped")
    case .notStarted(let errorNumber):
      return DeliveryFailure(
        .cannotOpen, "\(program): cannot be run: \(SystemError.text(errorNumber))")
    case .cancelled:
      return .interrupted(program)
    }
  }
}
