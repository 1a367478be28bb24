import Detection
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
    of inputs: [InputSource], to sink: some PacketRowSink, isCancelled: () -> Bool,
    progress: (Scan.Progress) -> Void
  ) -> ExtractAccount {
    let reader = InputReader(selection: selection)
    let visitor = RowVisitor(sink)
    var reached = Scan.Progress()
    var account = InputAccount()
    for input in inputs {
      guard case .ignored = input.standing else {
        let byteOffset = reached.byteCount
        visitor.beginInput()
        let summary =
          isCancelled()
          ? .unread(input.path)
          : reader.read(
            input, isCancelled: isCancelled,
            progress: { byteCount in
              reached.byteCount = byteOffset + byteCount
              progress(reached)
            }, visitor)
        visitor.endInput(recordCount: summary.lastRecordNumber)
        reached.inputCount += 1
        account.add(summary, of: input)
        continue
      }
      account.add(InputSummary(path: input.path), of: input)
    }
    return ExtractAccount(account)
  }

  /// Reads every input to its end or its damage, several at once, and counts its addresses.
  public func addresses(
    of inputs: [InputSource], isCancelled: @escaping @Sendable () -> Bool,
    progress: (Scan.Progress) -> Void
  ) -> (rows: AddressRows, account: ExtractAccount) {
    var options = ScanOptions()
    options.records = selection
    let scan = Scan(options: options, threadCount: threadCount)
    let (account, tables) = scan.read(inputs, isCancelled, progress)
    return (AddressRows(tables, recordOffsets: account.recordOffsets), ExtractAccount(account))
  }
}

extension ExtractAccount {
  init(_ account: InputAccount) {
    self.init(inputs: account.summaries, ignored: account.ignored)
  }
}
