import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// Frames of an interface as they come, with the accounting that files have.
///
/// Opening needs privileges and parses nothing; reading needs none. Between the two the caller can
/// give up all that it does not need.
public final class LiveCapture {
  /// What is captured, and when that ends.
  public struct Configuration: Sendable {
    public var interface: String
    public var isPromiscuous = true
    /// Nil for no end by time.
    public var durationSeconds: Int?
    /// Nil for no end by number.
    public var packetLimit: Int?

    public init(interface: String) {
      self.interface = interface
    }
  }

  /// How long silence lasts before the caller is asked whether to go on.
  private static let patienceMilliseconds: Int32 = 100
  /// Frames between two looks at the clock.
  private static let burstCount = 1024

  private let configuration: Configuration
  private let selection: RecordSelection
  private let device: LiveDevice

  /// Opens the interface; the filter of `selection` works in the kernel, which counts nothing.
  public init(
    _ configuration: Configuration, selection: RecordSelection
  ) throws(LiveCaptureFailure) {
    device = try LiveDevice(
      configuration.interface, filter: selection.filter,
      isPromiscuous: configuration.isPromiscuous)
    self.configuration = configuration
    self.selection = selection
  }

  /// Reads until time or number are reached, or `isCancelled` says so, which is no damage.
  ///
  /// - Parameter progress: told the bytes captured so far.
  public func read(
    isCancelled: () -> Bool, progress: (_ byteCount: Int) -> Void, _ visitor: some RecordVisitor
  ) -> InputSummary {
    var tally = InputTally(InputPath(configuration.interface))
    tally.describe {
      $0.format = .live
      $0.linkTypes = [Libpcap.name(of: device.linkType)]
    }
    var selection = selection
    selection.filter = nil
    var flow = RecordFlow(tally, selection, visitor)
    let route = flow.route(for: device.linkType)
    var byteCount = 0
    do {
      try read(isCancelled) { frame, originalByteCount, timestamp in
        byteCount += frame.count
        flow.account(for: frame, originalByteCount: originalByteCount, at: timestamp, route)
        return flow.tally.summary.packetCount
      } betweenBursts: {
        flow.flush()
        progress(byteCount)
      }
    } catch {
      flow.tally.fail(error, .partial)
    }
    flow.flush()
    let droppedCount = device.droppedCount
    flow.tally.describe {
      $0.byteCount = byteCount
      $0.kernelDroppedCount = droppedCount
    }
    if !route.decoder.knowsLinkType, flow.tally.summary.packetCount > 0 {
      flow.tally.fail(
        InputFailure(
          .unsupportedLinkType,
          "link type \(Libpcap.name(of: device.linkType)) is not known; none of its frames was "
            + "used"), .error)
    }
    return flow.tally.summary
  }

  /// - Parameter take: gives the number of frames taken so far.
  private func read(
    _ isCancelled: () -> Bool,
    _ take: (_ frame: Span<UInt8>, _ originalByteCount: Int, _ timestamp: Timestamp?) -> Int,
    betweenBursts: () -> Void
  ) throws(InputFailure) {
    let end = configuration.durationSeconds.map { ContinuousClock.now + .seconds($0) }
    let limit = configuration.packetLimit ?? .max
    var takenCount = 0
    var isOver = false
    while !isOver, takenCount < limit {
      // Looked at before the last burst, so that frames that wait at the end are still taken.
      isOver = isCancelled() || end.map { $0 <= .now } ?? false
      if !isOver { waitForFrames(until: end) }
      var burst = 0
      while burst < Self.burstCount, takenCount < limit,
        try device.next({ takenCount = take($0, $1, $2) })
      {
        burst += 1
      }
      betweenBursts()
    }
  }

  private func waitForFrames(until end: ContinuousClock.Instant?) {
    var milliseconds = Self.patienceMilliseconds
    if let end {
      let left = ContinuousClock.now.duration(to: end).components
      let leftMilliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
      milliseconds = Int32(clamping: min(Int64(milliseconds), max(0, leftMilliseconds + 1)))
    }
    var request = pollfd(fd: device.descriptor, events: Int16(POLLIN), revents: 0)
    // One request, and poll is told of one.
    _ = unsafe poll(&request, 1, milliseconds)
  }
}
