import Detection
import Records
import Testing

@testable import ipclust

/// Testing has a type of this name too.
private typealias ExitStatus = ipclust.ExitStatus

@Suite struct ExitStatusTests {
  private func report(_ failures: [(InputSummary.Status, InputFailure.Class?)]) -> ScanReport {
    ScanReport(
      version: "0", options: ScanOptions(),
      inputs: failures.map { status, `class` in
        var input = InputSummary(path: InputPath("x"))
        input.status = status
        input.failure = `class`.map { InputFailure($0, "why") }
        return input
      }, populations: [])
  }

  private func status(
    _ failures: [(InputSummary.Status, InputFailure.Class?)], allowsPartial: Bool = false
  ) -> ExitStatus {
    ExitStatus.mostImportant(
      of: ExitStatus.reasons(
        in: report(failures), findingLimit: nil, allowsPartial: allowsPartial))
  }

  @Test func inputsDecide() {
    #expect(status([(.ok, nil)]) == .done)
    #expect(status([(.ok, nil), (.partial, .truncatedRecord)]) == .damagedInput)
    #expect(status([(.ok, nil), (.error, .notACapture)]) == .damagedInput)
    #expect(status([(.partial, .badGzip), (.error, .permissionDenied)]) == .missingInput)
  }

  @Test func partialIsAllowedButNothingWorse() {
    #expect(status([(.partial, .truncatedRecord)], allowsPartial: true) == .done)
    #expect(status([(.error, .emptyFile)], allowsPartial: true) == .damagedInput)
    #expect(status([(.error, .notFound)], allowsPartial: true) == .missingInput)
  }

  @Test func aLimitThatIsNotReachedIsNoReason() {
    let quiet = report([(.ok, nil)])
    #expect(ExitStatus.reasons(in: quiet, findingLimit: 1, allowsPartial: false).isEmpty)
    #expect(ExitStatus.reasons(in: quiet, findingLimit: 0, allowsPartial: false) == [.findings])
  }

  @Test func precedenceIsAsDocumented() {
    #expect(Set(ExitStatus.precedence) == Set(ExitStatus.allCases))
    let documented: [ExitStatus] = [
      .interrupted, .defect, .usage, .badConfiguration, .notPermitted, .busy, .cannotWriteOutput,
      .cannotOpenOutput, .missingInput, .damagedInput, .cannotFit, .findings,
    ]
    for index in documented.indices {
      #expect(ExitStatus.mostImportant(of: Set(documented[index...])) == documented[index])
    }
    #expect(ExitStatus.mostImportant(of: []) == .done)
  }
}
