/// Estimators and checks as a table, one cell each.
public struct LawTable: Sendable {
  public let subjects: [LawSubject]

  public init(_ subjects: [LawSubject]) { self.subjects = subjects }

  /// What is known of a cell before it is run.
  public enum Cell: Equatable, Sendable {
    case checked
    case excused(String)
    case doesNotApply(String)
  }

  public func cell(_ subject: LawSubject, _ check: EstimatorCheck) -> Cell {
    if let reason = EstimatorLaws(subject).absence(of: check) { return .doesNotApply(reason) }
    return subject.excuses[check].map { .excused($0) } ?? .checked
  }

  /// Cells that apply, and how many of them are excused.
  public var counts: (applicable: Int, excused: Int, all: Int) {
    var counts = (applicable: 0, excused: 0, all: 0)
    for subject in subjects {
      for check in EstimatorCheck.allCases {
        counts.all += 1
        switch cell(subject, check) {
        case .checked: counts.applicable += 1
        case .excused:
          counts.applicable += 1
          counts.excused += 1
        case .doesNotApply: break
        }
      }
    }
    return counts
  }

  /// The table as a page of documentation.
  public var markdown: String {
    let counts = counts
    var lines = [
      "# Estimator laws", "",
      "What every estimator is asked, and whether it was. ● is checked by the tests at every run;",
      "– does not apply to such an estimator; a number is an excuse, written below the table. E36 to",
      "E38 are checked where model files are read. A test compares this page with the suite.", "",
      "\(counts.all) cells: \(counts.applicable) apply, of which \(counts.excused) "
        + "\(counts.excused == 1 ? "is" : "are") excused.", "",
      "| | check | " + subjects.map(\.name).joined(separator: " | ") + " |",
      "| --- | --- | " + subjects.map { _ in ":-:" }.joined(separator: " | ") + " |",
    ]
    var excuses: [String] = []
    for check in EstimatorCheck.allCases {
      let marks = subjects.map { subject in
        switch cell(subject, check) {
        case .checked: return "●"
        case .doesNotApply: return "–"
        case .excused(let reason):
          excuses.append("\(subject.name), \(check.rawValue): \(reason)")
          return "\(excuses.count)"
        }
      }
      lines.append(
        "| \(check.rawValue) | \(check.claim) | " + marks.joined(separator: " | ") + " |")
    }
    if !excuses.isEmpty { lines += ["", "Excuses:", ""] }
    lines += excuses.enumerated().map { "\($0.offset + 1). \($0.element)." }
    return (lines + ["", absences]).joined(separator: "\n") + "\n"
  }

  /// Why checks do not apply, each reason once.
  private var absences: String {
    var lines = ["Why checks do not apply:", ""]
    for check in EstimatorCheck.allCases {
      var names: [(reason: String, subjects: [String])] = []
      for subject in subjects {
        guard case .doesNotApply(let reason) = cell(subject, check) else { continue }
        if let index = names.firstIndex(where: { $0.reason == reason }) {
          names[index].subjects.append(subject.name)
        } else {
          names.append((reason, [subject.name]))
        }
      }
      for (reason, absent) in names {
        let who = absent.count == subjects.count ? "all" : absent.joined(separator: ", ")
        lines.append("- \(check.rawValue): \(reason) (\(who)).")
      }
    }
    return lines.joined(separator: "\n")
  }
}
