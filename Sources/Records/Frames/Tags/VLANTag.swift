/// A VLAN tag after its own EtherType, IEEE 802.1Q clause 9.6.
struct VLANTag: EnclosingHeader {
  private static let typeOffset = 2

  let byteCount = 4
  /// EtherType of what is tagged, or the length of an 802.3 frame.
  let type: EtherType

  init(_ frame: Span<UInt8>, at offset: Int) throws(SkipReason) {
    guard let type = frame.uint16(at: offset + Self.typeOffset) else { throw .truncatedHeader }
    self.type = EtherType(rawValue: type)
  }

  var next: Layer {
    get throws(SkipReason) { try type.layerOrLength }
  }
}
