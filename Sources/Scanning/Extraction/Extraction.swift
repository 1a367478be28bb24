import Features
import Readers
import Records

/// Reads inputs in the order given and hands on a row for every selected packet.
public struct Extraction: Sendable {
  private let selection: RecordSelection
  private let threadCount: Int

  public init(selection: RecordSelection, threadCount: Int) {
    self.selection = selection
    self.threadCount = threadCount
  }

  /// Reads every input to its end or its damage, one after another, since rows stand in order.
  ///
  /// - Parameters:
  ///   - isCancelled: asked now and then; the rows so far stay.
  ///   - progress: called once a block.
  public func writeRows(
    of inputs: [InputPath], to sink: some PacketRowSink, isCancelled: () -> Bool,
    progress: (Scan.Progress) -> Void
  ) -> [InputSummary] {
    let reader = InputReader(selection: selection)
    let visitor = RowVisitor(sink)
    var reached = Scan.Progress()
    return inputs.map { input in
      guard !isCancelled() else { return .unread(input) }
      visitor.beginInput()
      let byteOffset = reached.byteCount
      let summary = reader.read(
        input, isCancelled: isCancelled,
        progress: { byteCount in
          reached.byteCount = byteOffset + byteCount
          progress(reached)
        }, visitor)
      visitor.endInput(recordCount: summary.packetCount)
      reached.inputCount += 1
      return summary
    }
  }

  /// Reads every input to its end or its damage, several at once, and counts its addresses.
  public func addresses(
    of inputs: [InputPath], isCancelled: @escaping @Sendable () -> Bool,
    progress: (Scan.Progress) -> Void
  ) -> (rows: AddressRows, inputs: [InputSummary]) {
    let scan = Scan(options: .init(), selection: selection, threadCount: threadCount)
    let (summaries, tables) = scan.read(inputs, isCancelled, progress)
    return (AddressRows(tables, recordCounts: summaries.map(\.packetCount)), summaries)
  }
}
