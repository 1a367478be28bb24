import CPcap
import Records

/// libpcap's names of link types, by which all tools call them.
///
/// The only file that imports libpcap.
enum LinkTypeNames {
  /// What files call by another number than libpcap's interfaces do (`pcap-common.c`, 1.10): those
  /// whose system numbers clash between systems.
  private static let systemNumbers: [Int32: Int32] = [
    100: DLT_ATM_RFC1483, 101: DLT_RAW, 102: DLT_SLIP_BSDOS, 103: DLT_PPP_BSDOS,
    106: DLT_ATM_CLIP,
    246: DLT_PFSYNC, 258: DLT_PKTAP,
  ]

  /// libpcap's name (`EN10MB`); the number where the library has none.
  static func name(of linkType: LinkType) -> String {
    let number = systemNumbers[linkType.rawValue] ?? linkType.rawValue
    // The name is a constant string of the library.
    guard let name = unsafe pcap_datalink_val_to_name(number) else {
      return "LINKTYPE \(linkType.rawValue)"
    }
    return unsafe String(cString: name)
  }
}
