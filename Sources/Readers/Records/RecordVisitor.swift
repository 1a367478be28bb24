import Records

/// Who is handed the records of an input: those of an address family in their order.
///
/// Of a capture those of the other family may come before or after, unless frames or traits are
/// wanted; then all come in their order, and none as plain packets.
public protocol RecordVisitor: AnyObject {
  /// Whether `visit(_:_:_:)` is to be called.
  var wantsFrames: Bool { get }

  /// Whether `visit(_:_:)` is to be called in place of `visit(_:)`.
  var wantsTraits: Bool { get }

  /// Takes the next usable records, some hundred at a time.
  func visit(_ observations: Span<Observation>)

  /// Takes the next usable records where they are plain packets, some hundred at a time.
  func visit(_ packets: Span<PlainPacket>)

  /// Takes the next usable records, each with its traits.
  func visit(_ observations: Span<Observation>, _ traits: Span<PacketTraits>)

  /// Takes the next selected frame of a capture, usable or not.
  ///
  /// - Parameters:
  ///   - bytes: what was captured of it.
  ///   - observation: its addresses, if it has any.
  func visit(_ frame: CapturedFrame, _ bytes: Span<UInt8>, _ observation: Observation?)
}

extension RecordVisitor {
  public var wantsFrames: Bool { false }
  public var wantsTraits: Bool { false }
  public func visit(_ packets: Span<PlainPacket>) {
    visit(packets.indices.map { packets[$0].observation }.span)
  }
  public func visit(_ observations: Span<Observation>, _ traits: Span<PacketTraits>) {
    visit(observations)
  }
  public func visit(_ frame: CapturedFrame, _ bytes: Span<UInt8>, _ observation: Observation?) {}
}
