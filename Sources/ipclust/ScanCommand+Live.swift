import ArgumentParser
import Detection
import Records
import Reporting
import Scanning

/// `-i INTERFACE`: a capture of the moment in place of inputs.
extension ScanCommand {
  /// Opens, gives up privileges, captures and reports; nothing is parsed with privileges.
  func status(
    capturing configuration: Scan.LiveCapture.Configuration
  ) throws -> ExitStatus {
    if !inputs.isEmpty {
      throw ValidationError("--interface: expected no INPUT beside it; scan files apart")
    }
    if output.write != nil {
      throw ValidationError(
        "--write: expected inputs that can be read twice, but a live capture cannot; save it "
          + "with tcpdump -w and scan the file")
    }
    if models.saveModel != nil {
      throw ValidationError(
        "--save-model: expected inputs, whose bytes it records, but a live capture has none; save "
          + "it with tcpdump -w and scan the file")
    }
    let identity = try live.identity()
    let plan = try plan()
    let capture: Scan.LiveCapture
    let sink: Output
    do {
      capture = try Scan.LiveCapture(configuration, selection: plan.scan.options.records)
    } catch {
      Message.show(Self.text(of: error, configuration.interface))
      return Self.status(of: error)
    }
    do throws(OutputFailure) {
      // In place, for whoever reads the packets may not rename files where root may.
      sink = try Output(plan.destination, isInPlace: !live.noSandbox)
    } catch {
      return Self.status(of: error)
    }
    guard enterSandbox(as: identity) else { return .notPermitted }
    let progress = Progress(isQuiet: running.isSilent, inputCount: 1)
    let report = plan.scan.run(
      capture, version: Command.version, isCancelled: { Interruption.status != nil },
      progress: progress.update)
    progress.finish()
    return Self.last(of: finish(report, plan, sink))
  }

  /// Whether the process may go on; says what is missing.
  private func enterSandbox(as identity: Identity?) -> Bool {
    if live.noSandbox {
      Message.show("--no-sandbox: packets of strangers are read with all privileges of this user")
      return true
    }
    do {
      let missing = try Sandbox.enter(as: identity)
      if !missing.isEmpty {
        Message.show(
          "this kernel has no \(missing.joined(separator: " and no ")); privileges are dropped, "
            + "but the sandbox is weaker")
      }
      return true
    } catch {
      Message.show("\(error.description); --no-sandbox captures without dropping privileges")
      return false
    }
  }

  private static func text(
    of failure: Scan.LiveCaptureFailure, _ interface: String
  ) -> String {
    let name = TerminalText.name(of: InputPath(interface))
    let words = TerminalText.escape(failure.message)
    return switch failure.reason {
    case .notPermitted: "\(name): not permitted to capture: \(words); run it with sudo"
    case .noSuchInterface: "\(name): no such interface: \(words)"
    case .unusableFilter: "\(name): the filter makes no sense here: \(words)"
    case .cannotCapture: "\(name): cannot capture: \(words)"
    }
  }

  private static func status(of failure: Scan.LiveCaptureFailure) -> ExitStatus {
    switch failure.reason {
    case .notPermitted: .notPermitted
    case .unusableFilter: .usage
    case .noSuchInterface, .cannotCapture: .missingInput
    }
  }
}
