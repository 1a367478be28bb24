import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// `-w FILE`: the packets behind the findings.
extension ScanCommand {
  struct EvidencePlan {
    let evidence: Evidence
    let destination: EvidenceDestination

    /// Opens the evidence's file, and gives up the `report` where that cannot be done.
    func open(besides report: Output) throws(OutputFailure) -> Output {
      do throws(OutputFailure) {
        return try Output(destination.path, .evidence)
      } catch {
        report.discard()
        throw error
      }
    }
  }

  /// Nil where no evidence is wanted.
  ///
  /// Refuses what the second reading could not find again, rather than to leave it out.
  func evidencePlan(_ sources: [InputSource]) throws -> EvidencePlan? {
    guard let destination = try output.evidenceDestination() else { return nil }
    let evidence = Evidence(sources.filter { $0.standing == .readable }.map(\.path))
    if let path = evidence.unrepeatableInput {
      throw ValidationError(
        "--write: expected inputs that can be read twice, but '\(path.text)' is a pipe; save it "
          + "as a file first")
    }
    if let path = destination.path, let input = evidence.input(at: path) {
      throw ValidationError(
        "--write: expected another file than the inputs, but found '\(input.text)'")
    }
    return EvidencePlan(evidence: evidence, destination: destination)
  }

  /// Reads the inputs again and writes the evidence, whole or not at all.
  func write(
    _ plan: EvidencePlan, of report: ScanReport, to sink: Output
  ) -> Set<ExitStatus> {
    let progress = Progress(isQuiet: running.isSilent, inputCount: report.inputs.count)
    var summary = Evidence.Summary()
    do throws(OutputFailure) {
      try sink.writeUnlessAbandoned { buffer in
        summary = plan.evidence.write(
          report, isCancelled: { Interruption.status != nil || buffer.hasFailed },
          progress: progress.update, to: buffer.write)
        // What could not be written is thrown, and is no interruption.
        if buffer.hasFailed { summary.wasInterrupted = false }
        return !summary.wasInterrupted
      }
      progress.finish()
      show(summary, plan.destination)
      let isDamaged = !summary.changedInputs.isEmpty && !inputs.allowPartial
      return isDamaged ? [.damagedInput] : []
    } catch {
      progress.finish()
      if error.status != .closedOutput { Message.show(error.description) }
      return [error.status]
    }
  }

  private func show(_ summary: Evidence.Summary, _ destination: EvidenceDestination) {
    if summary.wasInterrupted {
      return Message.show("\(destination.name): not written: the scan was interrupted")
    }
    for path in summary.textInputs {
      Message.show("\(TerminalText.name(of: path)): holds no packets that evidence could show")
    }
    for path in summary.changedInputs {
      Message.show(
        "\(TerminalText.name(of: path)): changed between the two readings; the evidence may lack "
          + "packets of the report")
    }
    if running.isVerbose {
      Message.show("\(destination.name): \(summary.frameCount) packets written")
    }
  }
}
