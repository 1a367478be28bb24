import Detection
import Records
import Reporting
import Scanning

/// Why a command on logins comes to no result, and how the program ends for it.
struct LoginRefusal: Error {
  /// What the sentence is about.
  enum Place {
    case logs
    case file(InputPath)
    /// One that the sentence names itself.
    case named
  }

  let failure: InputFailure
  let status: ExitStatus
  var place = Place.logs
  /// What there is none of.
  var lack: Lack?

  enum Lack {
    case rows
    case labels
  }

  /// - Parameter error: why nothing can be fitted, in a sentence.
  static func cannotFit(
    _ error: some Error & CustomStringConvertible, _ class: InputFailure.Class
  ) -> LoginRefusal {
    LoginRefusal(failure: InputFailure(`class`, error.description), status: .cannotFit)
  }

  static func outgrown(_ training: OutgrownTraining) -> LoginRefusal {
    .cannotFit(training, .overflow)
  }

  /// - Parameters:
  ///   - labels: of all rows, all the same.
  ///   - file: what they were read from; nil for the logs' own.
  static func oneClass(_ labels: [Bool], by file: InputPath?) -> LoginRefusal {
    let source = file.map { "'\($0.text)'" } ?? "the logs' own table 'attacks'"
    let found =
      labels.contains(true) ? "all \(labels.count) have one" : "none of \(labels.count) has one"
    return LoginRefusal(
      failure: InputFailure(
        .tooFewSamples,
        "expected rows with and without an attack, but by \(source) \(found); take another time with "
          + "--from and --to, or other --labels"),
      status: .cannotFit)
  }

  /// - Parameter purpose: what labels are needed for.
  static func noLabels(for purpose: String) -> LoginRefusal {
    LoginRefusal(
      failure: InputFailure(
        .missingTable,
        "expected labels, which \(purpose) needs, but the logs hold no table 'attacks'; name a file "
          + "with --labels"),
      status: .missingInput, lack: .labels)
  }
}

extension LoginInputArguments {
  /// Reads logs, works on them and writes the report; says how the program ends.
  ///
  /// - Parameters:
  ///   - schema: of the JSON documents that the command writes.
  ///   - isJSON: whether a failure is written as such a document too.
  ///   - hashesInputs: whether the account tells the SHA-256 of the logs.
  func status<Report>(
    _ plan: Plan, to destination: [UInt8]?, schema: String, isJSON: Bool,
    hashesInputs: Bool = false,
    work: (LoginLog) throws(LoginRefusal) -> Report, write: (Report, OutputBuffer) -> Void
  ) -> ExitStatus {
    do throws(OutputFailure) {
      // Before the log is read: nobody should wait to hear that a path was mistyped.
      let sink = try Output(destination)
      let log = plan.read(
        canAllowPartial: !inputs.allowPartial, hashesInputs: hashesInputs)
      var statuses = reasons(in: log)
      switch Self.outcome(of: log, work) {
      case .success(let report): try sink.write { write(report, $0) }
      case .failure(let refusal):
        // What could not be read was said already, and nothing else is wrong with it.
        let cause = refusal.lack.flatMap(log.cause)
        if cause == nil {
          Message.show(refusal.text(of: log))
          statuses.insert(refusal.status)
        }
        guard isJSON else {
          sink.discard()
          break
        }
        let report = LoginFailureReport(
          run: plan.run(of: log), schema: schema, failure: cause ?? refusal.failure)
        try sink.write { report.writeJSON(to: $0) }
      }
      return ScanCommand.last(of: statuses)
    } catch {
      return ScanCommand.status(of: error)
    }
  }

  private static func outcome<Report>(
    of log: LoginLog, _ work: (LoginLog) throws(LoginRefusal) -> Report
  ) -> Result<Report, LoginRefusal> {
    do throws(LoginRefusal) {
      return .success(try work(log))
    } catch {
      return .failure(error)
    }
  }
}

extension LoginRefusal {
  /// `logs.db: expected rows with and without an attack, …`.
  func text(of log: LoginLog) -> String {
    let message = TerminalText.escape(failure.message)
    switch place {
    case .logs: return (log.names.map { $0 + ": " } ?? "") + message
    case .file(let path): return TerminalText.name(of: path) + ": " + message
    case .named: return message
    }
  }
}

extension LoginLog {
  /// The logs that could be read, or else all, in a word or two; nil where there are none.
  fileprivate var names: String? {
    let readable = account.inputs.filter { $0.status != .error }
    let inputs = readable.isEmpty ? account.inputs : readable
    return inputs.first.map {
      TerminalText.name(of: $0.path) + (inputs.count > 1 ? " and \(inputs.count - 1) more" : "")
    }
  }

  /// The rows that detectors work on.
  func samples(
    _ table: LoginFeatureTable, periodSeconds: Int64
  ) throws(LoginRefusal) -> LoginSamples {
    do throws(LoginTableFault) {
      return try table.samples(
        attempts, attacks: attacks, periodSeconds: periodSeconds, from: rowsFrom)
    } catch {
      var refusal = LoginRefusal.cannotFit(error, error.failureClass)
      if error == .noFailures { refusal.lack = .rows }
      throw refusal
    }
  }

  /// Why something is lacking: nothing could be read that might have had it; nil for other reasons.
  fileprivate func cause(of lack: LoginRefusal.Lack) -> InputFailure? {
    let inputs = lack == .rows ? account.inputs : account.labels
    guard inputs.allSatisfy({ $0.status == .error }) else { return nil }
    return inputs.lazy.compactMap(\.failure).first
  }
}
