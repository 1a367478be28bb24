import Records
import Testing

/// An unreachable port, up to the packet that it quotes.
let icmpError: [UInt8] = [3, 3, 0, 0, 0, 0, 0, 0]
let quotedDatagram: [UInt8] = ipv4Packet(17, udpDatagram(from: 5000, to: 5001, []), host: 9)

/// A reply of DHCP with the option that says so.
let bootpMessage: [UInt8] =
  [2, 1, 6, 0, 0, 0, 0, 1, 0, 0, 0, 0] + [10, 1, 1, 1] + [10, 1, 1, 2] + [10, 1, 1, 3]
  + [10, 1, 1, 4] + [2, 0, 0, 0, 0, 5] + [UInt8](repeating: 0, count: 10 + 192)
  + [0x63, 0x82, 0x53, 0x63] + [53, 1, 5, 255]

private func fields(_ packet: [UInt8]) -> PacketFields {
  FrameDecoder(.raw).fields(of: packet.span)
}

@Suite struct ApplicationFieldsTests {
  @Test func takesBOOTPAndItsOptions() {
    let found = fields(ipv4Packet(17, udpDatagram(from: 67, to: 68, bootpMessage)))
    #expect(found.bootpOperation == 2)
    #expect(found.bootpClientHardware == MACAddress(bits: 0x0200_0000_0005))
    #expect(found.bootpClientAddress?.description == "10.1.1.1")
    #expect(found.bootpYourAddress?.description == "10.1.1.2")
    #expect(found.bootpServerAddress?.description == "10.1.1.3")
    #expect(found.bootpGatewayAddress?.description == "10.1.1.4")
    #expect(found.dhcpOptions == 28 + 240..<28 + 244)
  }

  @Test func optionsEndWithTheDatagram() {
    let packet = ipv4Packet(17, udpDatagram(from: 67, to: 68, bootpMessage))
    #expect(fields(packet + [0, 0, 0]).dhcpOptions == 28 + 240..<28 + 244)
  }

  @Test func takesNoOptionsWithoutTheMagic() {
    var message = bootpMessage
    message[236] = 0
    message[2] = 16
    let found = fields(ipv4Packet(17, udpDatagram(from: 67, to: 68, message)))
    #expect(found.bootpOperation == 2)
    #expect(found.dhcpOptions == nil)
    #expect(found.bootpClientHardware == nil)
  }

  @Test(arguments: [3, 4, 5, 11, 12] as [UInt8])
  func takesWhatAnICMPErrorQuotes(type: UInt8) {
    let found = fields(ipv4Packet(1, [type, 1, 0, 0, 0, 0, 0, 0] + quotedDatagram))
    #expect(found.icmpType == type)
    #expect(found.icmpCode == 1)
    #expect(found.errorSource?.description == "10.0.0.9")
    #expect(found.errorDestination?.description == "10.0.1.9")
    #expect(found.errorProtocol == 17)
    #expect(found.errorUDPSourcePort == 5000)
    #expect(found.errorUDPDestinationPort == 5001)
    #expect(found.udpSourcePort == nil)
    #expect(found.innerSource == nil)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt8])
  func takesWhatAnICMPv6ErrorQuotes(type: UInt8) {
    let options: [UInt8] = [17, 0, 0, 0, 0, 0, 0, 0]
    let quoted = ipv6Packet(60, options + udpDatagram(from: 5000, to: 5001, []), host: 9)
    let found = fields(ipv6Packet(58, [type, 0, 0, 0, 0, 0, 0, 0] + quoted))
    #expect(found.icmpType == type)
    #expect(found.errorSource?.description == "fd00::9")
    #expect(found.errorProtocol == 17)
    #expect(found.errorUDPDestinationPort == 5001)
  }

  @Test func takesNoQuotationFromOtherMessages() {
    let echo = fields(ipv4Packet(1, [8, 0, 0, 0, 0, 0, 0, 0] + quotedDatagram))
    #expect(echo.icmpType == 8)
    #expect(echo.errorSource == nil)
    let solicitation = fields(ipv6Packet(58, [135, 0, 0, 0, 0, 0, 0, 0] + ipv6Packet(17, [])))
    #expect(solicitation.icmpType == 135)
    #expect(solicitation.errorSource == nil)
  }

  @Test func takesNoPortsFromQuotedFragmentsAndOtherProtocols() {
    let ports: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    let fragment = fields(ipv4Packet(1, icmpError + ipv4Packet(17, ports, fragmentOffset: 8)))
    #expect(fragment.errorProtocol == 17)
    #expect(fragment.errorUDPSourcePort == nil)
    let segment = fields(ipv4Packet(1, icmpError + ipv4Packet(6, ports)))
    #expect(segment.errorProtocol == 6)
    #expect(segment.errorUDPSourcePort == nil)
  }
}
