extension Layer {
  /// What frames of `linkType` begin with; nil for an unknown one.
  init?(_ linkType: LinkType) {
    switch linkType {
    case .ethernet: self = .ethernet
    case .raw, .rawBSD, .rawOpenBSD: self = .ip
    case .ipv4: self = .ipv4
    case .ipv6: self = .ipv6
    case .linuxCooked: self = .linuxCooked
    case .linuxCooked2: self = .linuxCooked2
    case .null, .loop: self = .null
    case .ppp, .pppInHDLC: self = .ppp
    case .pppWithDirection: self = .pppWithDirection
    case .pppOfPPPD: self = .pppOfPPPD
    case .pppOverEthernet: self = .pppOverEthernet
    case .ciscoHDLC: self = .ciscoHDLC
    case .wlan: self = .wlan
    case .wlanWithRadiotap: self = .radiotap
    case .wlanWithPrism: self = .prism
    case .wlanWithAVS: self = .avs
    case .perPacketInformation: self = .perPacketInformation
    case .nflog: self = .nflog
    default: self.init(rare: linkType)
    }
  }

  private init?(rare linkType: LinkType) {
    switch linkType {
    case .frameRelay: self = .frameRelay
    case .multilinkFrameRelay: self = .multilinkFrameRelay
    case .fddi: self = .fddi
    case .tokenRing: self = .tokenRing
    case .arcnet: self = .arcnet
    case .linuxARCNET: self = .linuxARCNET
    case .infiniBand: self = .infiniBand
    case .fibreChannel: self = .fibreChannel
    case .fireWire: self = .fireWire
    case .ipnet: self = .ipnet
    case .slip: self = .slip
    case .atm, .atmBSD: self = .atm
    case .classicalIPOverATM, .classicalIPOverATMLinux: self = .classicalIPOverATM
    case .sunATM: self = .sunATM
    case .docsis: self = .docsis
    case .openBSDEncapsulation: self = .openBSDEncapsulation
    case .packetFilterLog: self = .packetFilterLog
    case .packetTap: self = .packetTap
    case .user2: self = .probablyPacketTap
    case .extensibleRecord: self = .extensibleRecord
    case .mPacket: self = .mPacket
    case .networkAnalyzer: self = .networkAnalyzer
    case .transparentNetworkAnalyzer: self = .transparentNetworkAnalyzer
    case .broadcomTag, .distributedSwitchTag: self = .switchTag(byteCount: 4)
    case .prependedBroadcomTag: self = .prependedSwitchTag
    case .distributedSwitchTagWithType: self = .switchTag(byteCount: 8)
    default:
      guard let encapsulation = JuniperEncapsulation(linkType) else { return nil }
      self = .juniper(encapsulation)
    }
  }
}
