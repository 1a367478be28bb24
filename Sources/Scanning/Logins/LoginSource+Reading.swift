import Readers
import Records

extension LoginSource {
  /// Reads every log to its end or its damage.
  ///
  /// One after another: times without a year are read off the order of all.
  ///
  /// - Parameters:
  ///   - isCancelled: asked now and then; what was read so far stays.
  ///   - progress: called once a block.
  public func read(
    _ inputs: [InputSource], isCancelled: () -> Bool, progress: (Scan.Progress) -> Void
  ) -> LoginLog {
    var taken = selection
    if keepsHistory { taken.from = nil }
    let reader = LoginReader(selection: taken, hashesInputs: hashesInputs)
    let (readings, years) = read(inputs, reader, isCancelled, progress)
    var account = InputAccount()
    var attempts: [LoginAttempt] = []
    var attacks: [Attack]?
    var labelSummaries: [InputSummary] = []
    for (source, reading) in zip(inputs, readings) {
      guard var reading else {
        account.add(emptySummary(of: source), of: source)
        continue
      }
      reading.settle(years)
      let ordered = reading.attempts.sorted()
      account.add(reading.summary(ordered: ordered), of: source)
      attempts += ordered
      guard let table = reading.labels else { continue }
      labelSummaries.append(table.summary)
      if table.summary.status != .error { attacks = (attacks ?? []) + table.attacks }
    }
    if let labels {
      let reading = reader.readLabels(InputSource(path: labels), isCancelled: isCancelled)
      labelSummaries.append(reading.summary)
      if reading.summary.status != .error { attacks = reading.attacks }
    }
    // One log alone is in order already.
    if inputs.count > 1 { attempts.sort() }
    return LoginLog(
      attempts: attempts,
      attacks: attacks?.sorted { ($0.start, $0.end) < ($1.start, $1.end) },
      account: LoginAccount(
        inputs: account.summaries, labels: labelSummaries, ignored: account.ignored),
      rowsFrom: keepsHistory ? selection.from : nil)
  }

  /// What each source gave; nil for one that is ignored or was not begun.
  private func read(
    _ inputs: [InputSource], _ reader: LoginReader, _ isCancelled: () -> Bool,
    _ progress: (Scan.Progress) -> Void
  ) -> ([LoginReading?], YearInference) {
    var years = YearInference()
    var reached = Scan.Progress()
    var readings: [LoginReading?] = []
    for input in inputs {
      if case .ignored = input.standing {
        readings.append(nil)
        continue
      }
      guard !isCancelled() else {
        readings.append(nil)
        continue
      }
      let byteOffset = reached.byteCount
      readings.append(
        reader.read(
          input, years: &years, withLabels: labels == nil, isCancelled: isCancelled,
          progress: { byteCount in
            reached.byteCount = byteOffset + byteCount
            progress(reached)
          }))
      reached.inputCount += 1
    }
    return (readings, years)
  }

  private func emptySummary(of source: InputSource) -> InputSummary {
    if case .ignored = source.standing { return InputSummary(path: source.path) }
    return .unread(source.path)
  }
}
