/// The number by which Ethernet and its relatives name what they carry.
/// - SeeAlso: IEEE 802 Numbers, <https://www.iana.org/assignments/ieee-802-numbers>
struct EtherType: RawRepresentable {
  let rawValue: UInt16

  /// Values up to this are the length of an IEEE 802.3 frame that goes on with LLC.
  static let maximumLength: UInt16 = 1500

  /// What a header of this type is read as; throws `noIP` for types that carry none.
  var layer: Layer {
    get throws(SkipReason) {
      switch rawValue {
      case 0x0800: .ipv4
      case 0x86dd: .ipv6
      // IEEE 802.1Q, 802.1ad, and the numbers that switches used before 802.1ad was written.
      case 0x8100, 0x88a8, 0x9100, 0x9200, 0x9300: .vlan
      case 0x8847, 0x8848: .mpls  // RFC 3032, RFC 5332
      case 0x8864: .pppOverEthernet  // RFC 2516
      case 0x0806, 0x8035, 0x0808: .arp  // RFC 826, RFC 903, RFC 2427
      default: try rareLayer
      }
    }
  }

  private var rareLayer: Layer {
    get throws(SkipReason) {
      switch rawValue {
      case 0x6558: .ethernet  // RFC 1701: transparent Ethernet bridging
      case 0x880b: .ppp  // RFC 2637, RFC 7042
      case 0x88e7: .serviceInstanceTag  // IEEE 802.1Q clause 9.5
      case 0x22f3: .trill  // RFC 6325
      case 0x894f: .networkServiceHeader  // RFC 8300
      case 0x892f, 0xf1c1: .etherTypeTag(byteCount: 6)  // IEC 62439-3 HSR, IEEE 802.1CB
      case 0x8926: .etherTypeTag(byteCount: 6)  // Cisco VNTag
      case 0x893f: .etherTypeTag(byteCount: 8)  // IEEE 802.1BR E-TAG
      case 0x8909: .etherTypeTag(byteCount: 8)  // Cisco MetaData
      default: throw .noIP
      }
    }
  }

  /// What follows a field that may also be a length: LLC for lengths.
  var layerOrLength: Layer {
    get throws(SkipReason) {
      if rawValue <= Self.maximumLength { return .llc }
      return try layer
    }
  }
}
