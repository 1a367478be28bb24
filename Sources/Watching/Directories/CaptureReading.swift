import Readers
import Records
import State

/// Finds out what of a file is new, and reads that.
struct CaptureReading {
  /// What a file turned out to hold.
  enum Outcome {
    /// Nothing new: all of it is in the capture of this number.
    case known(Int64)
    case new(NewContent)
    case ignored(IgnoredInput.Reason)
    /// Compressed, and still being written.
    case waiting
    case unreadable(InputFailure)
    /// A content like it waits to be stored: to be asked again when that is done.
    case deferred
    case interrupted
  }

  /// Records that nobody has counted.
  struct NewContent {
    let entry: CaptureEntry
    let summary: InputSummary
    /// In order; packets without a time first.
    let days: [DayAddresses.Day]
    let usedPacketCount: Int
    let addressCount: Int
    let knownRecordCount: Int
  }

  /// Whether nothing has changed about a file for so long that its writer is done with it.
  let isSettled: Bool
  /// Captures that lie, unchanged, in files which are there.
  let presentCaptures: Set<Int64>
  let isCancelled: @Sendable () -> Bool

  /// - Parameters:
  ///   - captures: those whose content begins with one of some hashed beginnings.
  ///   - isPending: whether a content with one of these beginnings waits to be stored.
  func outcome(
    of source: InputSource,
    captures: ([[UInt8]]) throws(StateFailure) -> [CaptureEntry],
    isPending: ([[UInt8]]) -> Bool
  ) throws(StateFailure) -> Outcome {
    var candidates: [CaptureEntry] = []
    let result = try ContentReader().look(at: source, isCancelled: isCancelled) {
      (heads) throws(StateFailure) -> [Int]? in
      guard !isPending(heads) else { return nil }
      candidates = try captures(heads)
      return candidates.map(\.byteCount)
    }
    if isCancelled() { return .interrupted }
    switch result {
    case nil: return .deferred
    case .failure(let failure): return outcome(of: failure, source)
    case .success(let look):
      if look.compression != .none, look.failure != nil, !isSettled { return .waiting }
      let found = candidate(among: candidates, in: look)
      if let found, found.byteCount == look.digest.byteCount, look.failure == nil {
        return .known(found.id)
      }
      return read(source, after: found)
    }
  }

  /// The capture that the file goes on with, or is; the longest where there are several.
  private func candidate(
    among captures: [CaptureEntry], in look: ContentReader.Look
  ) -> CaptureEntry? {
    captures.filter { capture in
      guard look.digest.beginnings[capture.byteCount] == capture.hash else { return false }
      if capture.byteCount == look.digest.byteCount { return true }
      // What lies there whole, beside this file, is another capture that begins alike.
      return capture.recordCount > 0
        && (capture.standing == .damaged || !presentCaptures.contains(capture.id))
    }.max { $0.byteCount < $1.byteCount }
  }

  private func read(_ source: InputSource, after known: CaptureEntry?) -> Outcome {
    let addresses = DayAddresses(knownRecordCount: known?.recordCount ?? 0)
    let (summary, digest) = InputReader().readDigesting(
      source, marks: known.map { [$0.byteCount] } ?? [], isCancelled: isCancelled, addresses)
    if isCancelled() { return .interrupted }
    if let failure = summary.failure, summary.status == .error {
      return outcome(of: failure, source, summary)
    }
    guard summary.format == .pcap || summary.format == .pcapng, let digest else {
      return .ignored(.notACapture)
    }
    if let known, digest.beginnings[known.byteCount] != known.hash {
      return .unreadable(
        InputFailure(
          .readError,
          "expected a file that only grows, but it was replaced while it was read; the next run "
            + "reads it"))
    }
    let entry = CaptureEntry(
      id: known?.id ?? 0, hash: digest.hash, headHash: digest.headHash(ofFirst: digest.byteCount),
      byteCount: digest.byteCount, standing: standing(summary),
      recordCount: summary.lastRecordNumber, usedPacketCount: summary.usedPacketCount,
      skipped: summary.skipped, firstTimestamp: summary.firstTimestamp,
      lastTimestamp: summary.lastTimestamp)
    return .new(
      NewContent(
        entry: entry, summary: summary, days: addresses.days,
        usedPacketCount: addresses.usedPacketCount, addressCount: addresses.addressCount,
        knownRecordCount: known?.recordCount ?? 0))
  }

  /// A cut last record is that of a writer at work, as far as can be known.
  private func standing(_ summary: InputSummary) -> CaptureEntry.Standing {
    if summary.status == .ok { return isSettled ? .complete : .growing }
    let isCut = summary.failure?.class == .truncatedRecord
    return isCut && summary.compression == InputSummary.Compression.none ? .growing : .damaged
  }

  private func outcome(
    of failure: InputFailure, _ source: InputSource, _ summary: InputSummary? = nil
  ) -> Outcome {
    var summary = summary ?? InputSummary(path: source.path)
    summary.status = .error
    summary.failure = failure
    // Its writer has only begun.
    if failure.class == .truncatedFileHeader, !isSettled { return .ignored(.emptyFile) }
    return source.reasonToIgnore(summary).map(Outcome.ignored) ?? .unreadable(failure)
  }
}
