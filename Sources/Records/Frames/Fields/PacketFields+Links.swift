// Fields are written where they lie, through `inout`: moving so many from one structure to another
// takes as long as decoding them.

extension PacketFields: HeaderObserver {
  @inline(__always)
  mutating func meet(_ layer: Layer, at offset: Int, in frame: Span<UInt8>) {
    switch layer {
    case .ipv4, .ipv6: return
    case .ethernet: takeEthernet(frame, at: offset, typeOffset: 12)
    default: meetOther(layer, at: offset, in: frame)
    }
  }

  @inline(never)
  private mutating func meetOther(_ layer: Layer, at offset: Int, in frame: Span<UInt8>) {
    switch layer {
    case .vlan: takeVLAN(frame, at: offset)
    case .switchTag(let count): takeEthernet(frame, at: offset, typeOffset: 12 + Int(count))
    case .linuxCooked: takeCookedSource(frame, at: offset + 6, lengthAt: offset + 5)
    case .linuxCooked2: takeCookedSource(frame, at: offset + 12, lengthAt: offset + 11)
    case .wlan, .wlanPadded: takeWLAN(frame, at: offset)
    case .arp: takeARP(frame, at: offset)
    default: break
    }
  }

  private mutating func takeEthernet(_ frame: Span<UInt8>, at offset: Int, typeOffset: Int) {
    // Frames inside of frames have headers too; the outermost counts.
    guard ethernetSource == nil, ethernetDestination == nil else { return }
    ethernetDestination = frame.macAddress(at: offset)
    ethernetSource = frame.macAddress(at: offset + 6)
    etherType = frame.uint16(at: offset + typeOffset)
  }

  private mutating func takeVLAN(_ frame: Span<UInt8>, at offset: Int) {
    guard vlanIdentifier == nil else { return }
    vlanIdentifier = frame.uint16(at: offset).map { $0 & 0x0fff }
  }

  private mutating func takeCookedSource(
    _ frame: Span<UInt8>, at offset: Int, lengthAt lengthOffset: Int
  ) {
    guard frame.uint8(at: lengthOffset) == 6 else { return }
    ethernetSource = frame.macAddress(at: offset)
  }

  private mutating func takeWLAN(_ frame: Span<UInt8>, at offset: Int) {
    guard ethernetDestination == nil, let header = try? WLANHeader(frame, at: offset) else {
      return
    }
    ethernetSource = header.source
    ethernetDestination = header.destination
  }

  private mutating func takeARP(_ frame: Span<UInt8>, at offset: Int) {
    let message = ARPMessage(frame, at: offset)
    arpOperation = message.operation
    arpSourceHardware = message.sourceHardware
    arpSourceProtocol = message.sourceProtocol
    arpDestinationHardware = message.destinationHardware
    arpDestinationProtocol = message.destinationProtocol
  }
}
