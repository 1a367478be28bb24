import Detection
import Glibc
import Records

/// How the program ends, in the codes of sysexits.h and the shell's for signals.
enum ExitStatus: Int32, CaseIterable {
  case done = 0
  /// A defect of ours; Swift's traps end by signal instead.
  case defect = 1
  case findings = 2
  case usage = 64
  case damagedInput = 65
  case missingInput = 66
  case cannotFit = 70
  case cannotOpenOutput = 73
  case cannotWriteOutput = 74
  case busy = 75
  case notPermitted = 77
  case badConfiguration = 78
  case interrupted = 130
  /// The reader of our output went away; what the shell shows for every tool in that place.
  case closedOutput = 141
  case terminated = 143

  /// The most important first: a script must learn of it whatever else happened.
  static let precedence: [ExitStatus] = [
    .interrupted, .terminated, .closedOutput, .defect, .usage, .badConfiguration, .notPermitted,
    .busy, .cannotWriteOutput, .cannotOpenOutput, .missingInput, .damagedInput, .cannotFit,
    .findings, .done,
  ]

  /// The most important of several statuses; `done` of none.
  static func mostImportant(of statuses: Set<ExitStatus>) -> ExitStatus {
    precedence.first(where: statuses.contains) ?? .done
  }

  /// All that `report` itself gives reason for.
  ///
  /// - Parameters:
  ///   - findingLimit: as many findings, or more, are a reason; nil for no limit.
  ///   - allowsPartial: whether damage that left usable packets is no reason.
  static func reasons(
    in report: ScanReport, findingLimit: Int?, allowsPartial: Bool
  ) -> Set<ExitStatus> {
    var statuses = reasons(in: report.inputs, allowsPartial: allowsPartial)
    if let findingLimit, report.findingCount >= findingLimit { statuses.insert(.findings) }
    return statuses
  }

  /// All that the reading of `inputs` gives reason for.
  static func reasons(in inputs: [InputSummary], allowsPartial: Bool) -> Set<ExitStatus> {
    var statuses: Set<ExitStatus> = []
    for input in inputs {
      switch input.status {
      case .ok: break
      case .partial where allowsPartial: break
      case .error where input.failure?.class.meansUnavailable == true:
        statuses.insert(.missingInput)
      case .partial, .error: statuses.insert(.damagedInput)
      }
    }
    return statuses
  }
}

/// Ends the process; the standard library has no exit of its own.
func end(_ status: ExitStatus) -> Never {
  exit(status.rawValue)
}
