/// What the first byte of every frame of an interface begins, by the number that files hold.
///
/// These are the `LINKTYPE_` numbers. libpcap's `DLT_` numbers equal them but for a few that clash
/// between systems, such as raw IP: `LINKTYPE_RAW` is 101, `DLT_RAW` 12 or 14. Old programs wrote
/// the latter into files too, so they are known as well.
/// - SeeAlso: <https://www.tcpdump.org/linktypes.html>
public struct LinkType: RawRepresentable, Sendable, Hashable {
  public let rawValue: Int32

  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  public static let null = LinkType(rawValue: 0)
  public static let ethernet = LinkType(rawValue: 1)
  public static let tokenRing = LinkType(rawValue: 6)
  public static let arcnet = LinkType(rawValue: 7)
  public static let slip = LinkType(rawValue: 8)
  public static let ppp = LinkType(rawValue: 9)
  public static let fddi = LinkType(rawValue: 10)
  public static let atmBSD = LinkType(rawValue: 11)
  public static let rawBSD = LinkType(rawValue: 12)
  public static let rawOpenBSD = LinkType(rawValue: 14)
  public static let classicalIPOverATMLinux = LinkType(rawValue: 19)
  public static let pppInHDLC = LinkType(rawValue: 50)
  public static let pppOverEthernet = LinkType(rawValue: 51)
  public static let atm = LinkType(rawValue: 100)
  public static let raw = LinkType(rawValue: 101)
  public static let ciscoHDLC = LinkType(rawValue: 104)
  public static let wlan = LinkType(rawValue: 105)
  public static let classicalIPOverATM = LinkType(rawValue: 106)
  public static let frameRelay = LinkType(rawValue: 107)
  public static let loop = LinkType(rawValue: 108)
  public static let openBSDEncapsulation = LinkType(rawValue: 109)
  public static let linuxCooked = LinkType(rawValue: 113)
  public static let packetFilterLog = LinkType(rawValue: 117)
  public static let wlanWithPrism = LinkType(rawValue: 119)
  public static let fibreChannel = LinkType(rawValue: 122)
  public static let sunATM = LinkType(rawValue: 123)
  public static let wlanWithRadiotap = LinkType(rawValue: 127)
  public static let linuxARCNET = LinkType(rawValue: 129)
  public static let juniperGGSN = LinkType(rawValue: 133)
  public static let juniperServices = LinkType(rawValue: 136)
  public static let juniperATM1 = LinkType(rawValue: 137)
  public static let fireWire = LinkType(rawValue: 138)
  public static let docsis = LinkType(rawValue: 143)
  /// For private use; old macOS wrote what is now `packetTap` under this number.
  public static let user2 = LinkType(rawValue: 149)
  public static let wlanWithAVS = LinkType(rawValue: 163)
  public static let juniperMonitor = LinkType(rawValue: 164)
  public static let pppOfPPPD = LinkType(rawValue: 166)
  public static let juniperPPPoE = LinkType(rawValue: 167)
  public static let juniperPPPoEOverATM = LinkType(rawValue: 168)
  public static let juniperEthernet = LinkType(rawValue: 178)
  public static let juniperPPP = LinkType(rawValue: 179)
  public static let juniperFrameRelay = LinkType(rawValue: 180)
  public static let juniperCiscoHDLC = LinkType(rawValue: 181)
  public static let multilinkFrameRelay = LinkType(rawValue: 182)
  public static let perPacketInformation = LinkType(rawValue: 192)
  public static let extensibleRecord = LinkType(rawValue: 197)
  public static let pppWithDirection = LinkType(rawValue: 204)
  public static let ipnet = LinkType(rawValue: 226)
  public static let ipv4 = LinkType(rawValue: 228)
  public static let ipv6 = LinkType(rawValue: 229)
  public static let nflog = LinkType(rawValue: 239)
  public static let networkAnalyzer = LinkType(rawValue: 240)
  public static let transparentNetworkAnalyzer = LinkType(rawValue: 241)
  public static let infiniBand = LinkType(rawValue: 242)
  public static let packetTap = LinkType(rawValue: 258)
  public static let mPacket = LinkType(rawValue: 274)
  public static let linuxCooked2 = LinkType(rawValue: 276)
  public static let broadcomTag = LinkType(rawValue: 281)
  public static let prependedBroadcomTag = LinkType(rawValue: 282)
  public static let distributedSwitchTag = LinkType(rawValue: 284)
  public static let distributedSwitchTagWithType = LinkType(rawValue: 285)
}

extension LinkType {
  /// Whether frames of this type carry no IP header by what the type is.
  ///
  /// Buses, signalling and messages between processes. 6LoWPAN's compressed headers, which IEEE
  /// 802.15.4 carries, are no IP headers.
  var carriesNoIP: Bool { Self.withoutIP.contains(rawValue) }

  private static let withoutIP: Set<Int32> = [
    114,  // LocalTalk
    139, 140, 141, 142,  // MTP2 with its pseudo-header, MTP2, MTP3, SCCP
    144, 165, 177,  // IrDA, BACnet MS/TP, LAPD
    186, 189, 220, 249, 266, 288, 293, 294, 295,  // USB
    187, 201, 251, 254, 255, 256, 272,  // Bluetooth
    190, 227,  // CAN
    195, 215, 230, 283,  // IEEE 802.15.4
    209, 246, 250,  // I2C, pfsync, RTAC serial
    231, 253, 271, 275, 278,  // D-Bus, netlink, VSOCK, DisplayPort AUX, OpenVizsla
  ]
}
