import Detection
import Readers
import Records

/// The frames behind the findings of a scan, found by reading its inputs once more.
public struct Evidence: Sendable {
  /// What became of the second reading.
  public struct Summary: Sendable {
    public var frameCount = 0
    /// Inputs that are texts, which hold no frames.
    public var textInputs: [InputPath] = []
    /// Inputs that were another file, or a changed one, when they had been read again.
    public var changedInputs: [InputPath] = []
    /// Whether the caller stopped it.
    public var wasInterrupted = false

    public init() {}
  }

  private let paths: [InputPath]
  /// Of those that could be looked at.
  private let identities: [InputPath: FileIdentity]

  /// Looks at the inputs before they are read for the first time.
  public init(_ paths: [InputPath]) {
    self.paths = paths
    identities = paths.reduce(into: [:]) { $0[$1] = FileIdentity($1) }
  }

  /// The first input that can be read only once, such as a pipe.
  public var unrepeatableInput: InputPath? {
    // What cannot be looked at cannot be opened either, and is reported by the scan.
    paths.first { $0 == .standardInput || identities[$0]?.isRegular == false }
  }

  /// The first input that is the very file at `path`.
  public func input(at path: [UInt8]) -> InputPath? {
    guard let identity = FileIdentity(InputPath(bytes: path)) else { return nil }
    return paths.first { identities[$0]?.isSameFile(as: identity) == true }
  }

  /// Hands a pcapng capture of all frames from or to a flagged address to `sink`, block by block.
  ///
  /// An address flagged as a source marks the frames it sent, one flagged as a destination those
  /// it was sent. Memory is bounded by the number of flagged addresses.
  public func write(
    _ report: ScanReport, isCancelled: () -> Bool,
    progress: (Scan.Progress) -> Void, to sink: ([UInt8]) -> Void
  ) -> Summary {
    withoutActuallyEscaping(sink) { sink in
      var summary = Summary()
      var readByteCount = 0
      let comments = EvidenceComments(report)
      let recorder = EvidenceRecorder(
        comments, application: "ipclust \(report.version)", sink: sink)
      let reader = InputReader(selection: report.options.records)
      for (index, input) in report.inputs.enumerated() where !isCancelled() {
        if input.isText { summary.textInputs.append(input.path) }
        guard !input.isText, input.usedPacketCount > 0, !comments.isEmpty else { continue }
        recorder.begin(index, input.path, recordLimit: input.lastRecordNumber)
        _ = reader.read(
          input.path, isCancelled: isCancelled,
          progress: { progress(Scan.Progress(inputCount: index, byteCount: readByteCount + $0)) },
          recorder)
        readByteCount += input.byteCount
        if FileIdentity(input.path) != identities[input.path] {
          summary.changedInputs.append(input.path)
        }
      }
      summary.frameCount = recorder.frameCount
      summary.wasInterrupted = isCancelled()
      return summary
    }
  }
}

extension InputSummary {
  fileprivate var isText: Bool {
    switch format {
    case .csv, .ndjson, .sqlite, .zeek, .addresses, .authLog, .journal: true
    case .pcap, .pcapng, .live, nil: false
    }
  }
}
