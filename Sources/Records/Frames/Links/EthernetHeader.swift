/// An Ethernet header, IEEE 802.3 clause 3.1.1.
struct EthernetHeader: EnclosingHeader {
  private static let typeOffset = 12

  let byteCount = 14
  /// EtherType, or the length of an 802.3 frame.
  let type: EtherType

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let type = frame.uint16(at: offset + Self.typeOffset) else { throw .truncatedHeader }
    self.type = EtherType(rawValue: type)
  }

  var next: Layer {
    get throws(SkipReason) { try type.layerOrLength }
  }
}
