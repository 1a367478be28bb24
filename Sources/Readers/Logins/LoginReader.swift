import Records

/// Reads login logs of any known kind, and the attacks that label them.
public struct LoginReader: Sendable {
  private let selection: LoginSelection
  private let limits: InputLimits
  private let hashesInputs: Bool

  /// - Parameter hashesInputs: whether summaries tell the SHA-256 of the decompressed bytes.
  public init(
    selection: LoginSelection = LoginSelection(), limits: InputLimits = InputLimits(),
    hashesInputs: Bool = false
  ) {
    self.selection = selection
    self.limits = limits
    self.hashesInputs = hashesInputs
  }

  /// Reads one log to its end, and accounts for every record.
  ///
  /// Never throws: faults are in the summary. After a cancellation the summary is `partial`.
  ///
  /// - Parameters:
  ///   - years: of logs whose times have none, over all logs in their order.
  ///   - withLabels: whether a database's own table of attacks is read as well.
  ///   - isCancelled: asked about once a block, and while a pipe keeps silent.
  ///   - progress: told the bytes of the file read so far, once a block.
  public func read(
    _ source: InputSource, years: inout YearInference, withLabels: Bool,
    isCancelled: () -> Bool, progress: (_ byteCount: Int) -> Void
  ) -> LoginReading {
    var flow = LoginFlow(source.path, selection)
    var labels: AttackFlow?
    read(source, into: &flow, isCancelled, progress) { kind, stream, flow, shouldStop in
      switch kind {
      case .database:
        labels = LoginDatabaseReader(stream)
          .read(into: &flow, withLabels: withLabels, shouldStop: shouldStop)
      case .table: LoginTextReader(stream, limits).readTable(into: &flow, shouldStop)
      case .authLog: LoginTextReader(stream, limits).readAuthLog(into: &flow, &years, shouldStop)
      case .journal: LoginTextReader(stream, limits).readJournal(into: &flow, &years, shouldStop)
      }
    }
    return LoginReading(flow: flow, labels: labels.map(AttackReading.init))
  }

  /// Reads attacks: a CSV, or the table `attacks` of a database.
  public func readLabels(_ source: InputSource, isCancelled: () -> Bool) -> AttackReading {
    var flow = AttackFlow(source.path, selection.zone)
    read(source, into: &flow, isCancelled, Self.ignore) { kind, stream, flow, shouldStop in
      switch kind {
      case .database: LoginDatabaseReader(stream).readAttacks(into: &flow, shouldStop: shouldStop)
      case .table: LoginTextReader(stream, limits).readAttacks(into: &flow, shouldStop)
      case .authLog, .journal:
        flow.tally.fail(
          InputFailure(
            .unsupportedFormat,
            "expected labels, a CSV or a database with the columns 'start' and 'end', but found a "
              + "log"), .error)
      }
    }
    return AttackReading(flow)
  }

  /// What lies in a directory beside logs and is of no known kind is no damaged log.
  private static func foreign(_ failure: InputFailure) -> InputFailure {
    switch failure.class {
    case .notADatabase, .malformed: InputFailure(.unsupportedFormat, failure.message)
    default: failure
    }
  }

  /// A file of labels is too small for its reading to be followed.
  private static func ignore(_ byteCount: Int) {}

  /// Opens `source` and recognises it; what is read of it stands in `account`.
  private func read<Account: RecordAccount>(
    _ source: InputSource, into account: inout Account, _ isCancelled: () -> Bool,
    _ progress: (_ byteCount: Int) -> Void,
    _ body: (LoginKind, ByteStream, inout Account, _ shouldStop: () -> Bool) -> Void
  ) {
    withoutActuallyEscaping(isCancelled) { isCancelled in
      withoutActuallyEscaping(progress) { progress in
        do throws(InputFailure) {
          if case .failed(let failure) = source.standing { throw failure }
          let stream = try ByteStream(
            source, limits: limits, hash: hashesInputs ? ContentHash() : nil,
            isCancelled: isCancelled)
          let watch = StreamWatch(stream, isCancelled, progress)
          defer {
            account.tally.describe {
              $0.byteCount = stream.byteCount
              $0.compression = stream.compression
            }
          }
          do throws(InputFailure) {
            body(try LoginKind(stream), stream, &account, watch.shouldStop)
          } catch {
            // Too few bytes to recognise have their cause in what ended the stream.
            if isCancelled() {
              account.tally.stop()
            } else {
              throw stream.failure ?? (source.isFound ? Self.foreign(error) : error)
            }
          }
          // What lies behind damage is read for it, so it counts; not of what is no input at all.
          if account.tally.summary.status != .error {
            let hash = stream.hashOfRest()
            account.tally.describe { $0.sha256 = hash }
          }
        } catch {
          account.tally.fail(error, .error)
        }
      }
    }
  }
}

/// Tells how far a stream was read, and asks whether to go on.
private final class StreamWatch {
  private let stream: ByteStream
  private let isCancelled: () -> Bool
  private let progress: (Int) -> Void
  private var reportedByteCount = 0

  init(
    _ stream: ByteStream, _ isCancelled: @escaping () -> Bool, _ progress: @escaping (Int) -> Void
  ) {
    self.stream = stream
    self.isCancelled = isCancelled
    self.progress = progress
  }

  func shouldStop() -> Bool {
    if stream.readByteCount != reportedByteCount {
      reportedByteCount = stream.readByteCount
      progress(reportedByteCount)
    }
    return isCancelled()
  }
}
