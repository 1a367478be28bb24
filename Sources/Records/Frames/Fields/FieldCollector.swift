/// Writes down the fields of the headers that a walk passes on its way to the IP header.
struct FieldCollector: HeaderObserver {
  var fields = PacketFields()
  private var hasEthernet = false
  private var hasVLAN = false

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
    guard !hasEthernet else { return }
    hasEthernet = true
    fields.ethernetDestination = frame.macAddress(at: offset)
    fields.ethernetSource = frame.macAddress(at: offset + 6)
    fields.etherType = frame.uint16(at: offset + typeOffset)
  }

  private mutating func takeVLAN(_ frame: Span<UInt8>, at offset: Int) {
    guard !hasVLAN else { return }
    hasVLAN = true
    fields.vlanIdentifier = frame.uint16(at: offset).map { $0 & 0x0fff }
  }

  private mutating func takeCookedSource(
    _ frame: Span<UInt8>, at offset: Int, lengthAt lengthOffset: Int
  ) {
    guard frame.uint8(at: lengthOffset) == 6 else { return }
    fields.ethernetSource = frame.macAddress(at: offset)
  }

  private mutating func takeWLAN(_ frame: Span<UInt8>, at offset: Int) {
    guard !hasEthernet, let header = try? WLANHeader(frame, at: offset) else { return }
    hasEthernet = true
    fields.ethernetSource = header.source
    fields.ethernetDestination = header.destination
  }

  private mutating func takeARP(_ frame: Span<UInt8>, at offset: Int) {
    let message = ARPMessage(frame, at: offset)
    fields.arpOperation = message.operation
    fields.arpSourceHardware = message.sourceHardware
    fields.arpSourceProtocol = message.sourceProtocol
    fields.arpDestinationHardware = message.destinationHardware
    fields.arpDestinationProtocol = message.destinationProtocol
  }
}
