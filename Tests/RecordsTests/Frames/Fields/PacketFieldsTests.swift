import Records
import Testing

private func fields(_ frame: [UInt8], _ type: LinkType = .ethernet) -> PacketFields {
  FrameDecoder(type).fields(of: frame.span)
}

private func mac(_ last: UInt64) -> MACAddress { MACAddress(bits: 0x0200_0000_0000 | last) }

@Suite struct PacketFieldsTests {
  @Test func takesEthernetAndTheFirstTag() {
    let found = fields(macs + [0x88, 0xa8, 0x60, 30, 0x81, 0, 0xe0, 100, 8, 0] + ipv4)
    #expect(found.ethernetDestination == mac(1))
    #expect(found.ethernetSource == mac(2))
    #expect(found.etherType == 0x88a8)
    #expect(found.vlanIdentifier == 30)
  }

  @Test func takesTheLengthOfAnIEEE8023Frame() {
    let found = fields(macs + [0, 36, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0] + ipv4)
    #expect(found.etherType == 36)
    #expect(found.vlanIdentifier == nil)
    #expect(found.source?.description == "192.0.2.1")
  }

  @Test func takesTheOutermostOfTwoEthernetHeaders() {
    let inner: [UInt8] = [UInt8](repeating: 6, count: 12) + [0x81, 0, 0, 7, 8, 0]
    let found = fields(macs + [0x88, 0xe7, 0, 0, 0, 7] + inner + ipv4)
    #expect(found.ethernetSource == mac(2))
    #expect(found.etherType == 0x88e7)
    #expect(found.vlanIdentifier == 7)
  }

  @Test func takesTheSenderOfCookedFrames() {
    let address: [UInt8] = [2, 0, 0, 0, 0, 9, 0, 0]
    let first = fields([0, 0, 0, 1, 0, 6] + address + [8, 0] + ipv4, .linuxCooked)
    #expect(first.ethernetSource == mac(9))
    let second = fields(
      [8, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6] + address + ipv4, .linuxCooked2)
    #expect(second.ethernetSource == mac(9))
    let none = fields([0, 0, 3, 4, 0, 0] + address + [8, 0] + ipv4, .linuxCooked)
    #expect(none.ethernetSource == nil)
    #expect(none.source != nil)
  }

  @Test(
    arguments: [
      (0x00, 2, 1), (0x01, 2, 3), (0x02, 3, 1), (0x03, 4, 3),
    ] as [(UInt8, UInt64, UInt64)])
  func takesTheEndsOfWLANFrames(flags: UInt8, source: UInt64, destination: UInt64) {
    let fourth: [UInt8] = flags == 3 ? [2, 0, 0, 0, 0, 4] : []
    let header: [UInt8] = [0x08, flags, 0, 0] + macs + [2, 0, 0, 0, 0, 3] + [0, 0] + fourth
    let found = fields(header + [0xaa, 0xaa, 3, 0, 0, 0, 8, 0] + ipv4, .wlan)
    #expect(found.ethernetSource == mac(source))
    #expect(found.ethernetDestination == mac(destination))
  }

  @Test func takesIPv4AndTCP() {
    let options: [UInt8] = [7, 7, 4, 0, 0, 0, 0, 0]
    let packet = ipv4Packet(6, tcpSegment(from: 50_000, to: 443, [1, 2]), options: options)
    let found = fields(ethernetIPv4 + packet)
    #expect(found.ipVersion == 4)
    #expect(found.source?.description == "10.0.0.1")
    #expect(found.destination?.description == "10.0.1.1")
    #expect(found.ipProtocol == 6)
    #expect(found.ipTotalLength == 50)
    #expect(found.timeToLive == 61)
    #expect(found.tcpSourcePort == 50_000)
    #expect(found.tcpDestinationPort == 443)
    #expect(found.tcpWindow == 0x1234)
    #expect(found.tcpFlags == 0x118)
    #expect(found.udpSourcePort == nil)
    #expect(found.innerSource == nil)
  }

  @Test func takesIPv6AndUDPBehindExtensionHeaders() {
    let datagram = udpDatagram(from: 4000, to: 4001, [9])
    let extensions: [UInt8] =
      [43, 0, 0, 0, 0, 0, 0, 0] + [60, 0, 0, 0, 0, 0, 0, 0] + [44, 1]
      + [UInt8](repeating: 0, count: 14)
      + [51, 0, 0, 1, 0, 0, 0, 1] + [17, 4] + [UInt8](repeating: 0, count: 22)
    let found = fields(ethernetIPv6 + ipv6Packet(0, extensions + datagram))
    #expect(found.ipVersion == 6)
    #expect(found.source?.description == "fd00::1")
    #expect(found.ipProtocol == 17)
    #expect(found.ipTotalLength == UInt32(40 + extensions.count + datagram.count))
    #expect(found.timeToLive == 62)
    #expect(found.udpSourcePort == 4000)
    #expect(found.udpDestinationPort == 4001)
    #expect(found.udpLength == 9)
  }

  @Test func takesNoPortsFromLaterFragments() {
    let payload = udpDatagram(from: 4000, to: 4001, [])
    let later = fields(ethernetIPv4 + ipv4Packet(17, payload, fragmentOffset: 8))
    #expect(later.ipProtocol == 17)
    #expect(later.udpSourcePort == nil)
    let later6 = fields(ethernetIPv6 + ipv6Packet(44, [17, 0, 0, 8, 0, 0, 0, 1] + payload))
    #expect(later6.ipProtocol == 17)
    #expect(later6.udpSourcePort == nil)
  }

  @Test func takesNoPortsFromPadding() {
    let empty = ipv4Packet(17, [])
    #expect(fields(ethernetIPv4 + empty + [1, 2, 3, 4, 5, 6, 7, 8]).udpSourcePort == nil)
  }

  @Test func endlessExtensionHeadersHaveNoProtocol() {
    let options: [UInt8] = [60, 0, 0, 0, 0, 0, 0, 0]
    let found = fields(
      ethernetIPv6 + ipv6Packet(60, (0..<1000).flatMap { _ in options } + [6, 0, 0, 0, 0, 0, 0, 0]))
    #expect(found.source != nil)
    #expect(found.ipProtocol == nil)
  }

  @Test func takesARP() {
    let addresses: [UInt8] = [2, 0, 0, 0, 0, 7, 10, 0, 0, 7] + [2, 0, 0, 0, 0, 8, 10, 0, 0, 8]
    let found = fields(macs + [8, 6, 0, 1, 8, 0, 6, 4, 0, 2] + addresses)
    #expect(found.arpOperation == 2)
    #expect(found.arpSourceHardware == mac(7))
    #expect(found.arpSourceProtocol?.description == "10.0.0.7")
    #expect(found.arpDestinationHardware == mac(8))
    #expect(found.arpDestinationProtocol?.description == "10.0.0.8")
    #expect(found.source == nil)
    let reverse = fields(macs + [0x80, 0x35, 0, 1, 8, 0, 6, 4, 0, 3] + addresses)
    #expect(reverse.arpOperation == 3)
    #expect(reverse.arpSourceHardware == mac(7))
  }

  @Test func takesOfOtherARPTheOperationAlone() {
    let found = fields(macs + [8, 6, 0, 7, 8, 0, 1, 4, 0, 1] + [UInt8](repeating: 1, count: 20))
    #expect(found.arpOperation == 1)
    #expect(found.arpSourceHardware == nil)
    #expect(found.arpSourceProtocol == nil)
  }

  @Test(arguments: [53, 5353])
  func takesTheOpcodeOfDNS(port: Int) {
    let message: [UInt8] = [0, 1, 0xa8, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    func opcode(_ message: [UInt8]) -> UInt8? {
      fields(ethernetIPv4 + ipv4Packet(17, udpDatagram(from: port, to: 4000, message))).dnsOpcode
    }
    #expect(opcode(message) == 5)
    #expect(opcode(message.dropLast()) == nil)
  }

  @Test func takesTheOpcodeOfDNSInTCP() {
    let message: [UInt8] = [0, 1, 0xa8, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    func opcode(_ payload: [UInt8]) -> UInt8? {
      fields(ethernetIPv4 + ipv4Packet(6, tcpSegment(from: 4000, to: 53, payload))).dnsOpcode
    }
    #expect(opcode([0, 12] + message) == 5)
    #expect(opcode([0, 11] + message) == nil)
    #expect(opcode([]) == nil)
  }

  @Test func takesTheModeOfNTP() {
    let found = fields(ethernetIPv4 + ipv4Packet(17, udpDatagram(from: 123, to: 123, [0x24])))
    #expect(found.ntpMode == 4)
  }
}
