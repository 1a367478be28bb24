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
