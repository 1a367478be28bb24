import Detection
import Glibc
import Records
import Reporting
import Watching

/// Where predictions go, one after another: standard output, or a file that tells a later run where
/// to go on.
///
/// The last whole line of the file says which period was judged last, so that none is lost or written
/// twice.
final class PredictionLedger {
  /// Nil for standard output.
  private let file: LineLedger?
  private var pending: [UInt8] = []
  /// Where the lines in the file begin and end; nil for none.
  let resumption: LoginResumption?

  /// Bytes that wait before they are written, unless `settle` asks for it.
  private static let blockByteCount = 64 << 10
  /// Longer lines are none of ours: they list twenty names of at most a mebibyte, each byte of which
  /// may need six.
  private static let maximumLineByteCount = 256 << 20

  /// Opens `path`, or standard output for nil, and cuts a torn last line.
  ///
  /// - Throws: also where the file holds something else, which is left as it is, and where another
  ///   run writes it.
  init(_ path: [UInt8]?) throws(LedgerRefusal) {
    guard let path else {
      (file, resumption) = (nil, nil)
      return
    }
    do throws(LineLedgerFailure) {
      let file = try LineLedger(path, mayBegin: PredictionLine.mayBegin)
      self.file = file
      guard let first = try file.firstLine(atMost: Self.maximumLineByteCount),
        let last = try file.lastLine(atMost: Self.maximumLineByteCount)
      else {
        guard file.byteCount == 0 else { throw LineLedgerFailure(path, .foreign) }
        resumption = nil
        return
      }
      guard let first = PredictionLine.place(first), let last = PredictionLine.place(last) else {
        throw LineLedgerFailure(path, .foreign)
      }
      resumption = LoginResumption(first: first.time, last: last.time, incident: last.incident)
    } catch {
      throw LedgerRefusal(error)
    }
  }

  /// Adds the lines that `render` gives, which are written once there are enough of them.
  func write(_ render: (OutputBuffer) -> Void) throws(OutputFailure) {
    let buffer = OutputBuffer { [self] block throws(WriteFailure) in pending += block }
    render(buffer)
    do {
      try buffer.finish()
    } catch {
      throw failure(error.errorNumber)
    }
    if pending.count >= Self.blockByteCount { try flush() }
  }

  /// Makes all lines durable.
  func settle() throws(OutputFailure) {
    try flush()
    do throws(LineLedgerFailure) {
      try file?.settle()
    } catch {
      throw failure(error.errorNumber)
    }
  }

  private func flush() throws(OutputFailure) {
    guard !pending.isEmpty else { return }
    guard let file else {
      do throws(WriteFailure) {
        try Output.write(pending, to: Descriptors.output)
      } catch {
        throw failure(error.errorNumber)
      }
      pending.removeAll(keepingCapacity: true)
      return
    }
    do throws(LineLedgerFailure) {
      try file.append(pending)
    } catch {
      throw failure(error.errorNumber)
    }
    pending.removeAll(keepingCapacity: true)
  }

  private func failure(_ errorNumber: Int32) -> OutputFailure {
    let isClosed = errorNumber == EPIPE || (file == nil && errorNumber == EBADF)
    return OutputFailure(
      path: file?.path, errorNumber: errorNumber,
      status: isClosed ? .closedOutput : .cannotWriteOutput)
  }
}

/// Why predictions cannot be added to a file.
enum LedgerRefusal: Refusal {
  case system([UInt8], Int32, ExitStatus)
  /// It holds something else, or is no file.
  case other([UInt8])
  /// Another run adds to it.
  case busy([UInt8])

  var status: ExitStatus {
    switch self {
    case .system(_, _, let status): status
    case .other: .cannotOpenOutput
    case .busy: .busy
    }
  }
}

extension LedgerRefusal {
  init(_ failure: LineLedgerFailure) {
    switch failure.reason {
    case .system(let errorNumber, let isOpening):
      self = .system(
        failure.path, errorNumber, isOpening ? .cannotOpenOutput : .cannotWriteOutput)
    case .foreign: self = .other(failure.path)
    case .busy: self = .busy(failure.path)
    }
  }

  var description: String {
    switch self {
    case .system(let path, let errorNumber, let status):
      OutputFailure(path: path, errorNumber: errorNumber, status: status).description
    case .other(let path):
      "\(TerminalText.escape(bytes: path)): expected predictions of 'ipclust logins follow', to which "
        + "more are added, but found something else; name another file"
    case .busy(let path):
      "\(TerminalText.escape(bytes: path)): busy: another 'ipclust logins follow' adds to it; wait "
        + "until it ends, or name another file"
    }
  }
}
