import Records
import Testing

/// Frames whose fields are of every kind.
private let samples: [(LinkType, [UInt8])] =
  Link.all.map { ($0.type, $0.frame) }
  + [
    ethernetIPv4
      + ipv4Packet(6, tcpSegment(from: 53, to: 53, [0, 12] + [UInt8](repeating: 8, count: 12))),
    ethernetIPv6
      + ipv6Packet(
        0,
        [60, 0, 0, 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0]
          + udpDatagram(from: 123, to: 123, [0x24])),
    ethernetIPv4 + ipv4Packet(17, udpDatagram(from: 68, to: 67, bootpMessage)),
    ethernetIPv4 + ipv4Packet(1, icmpError + quotedDatagram),
    macs + [8, 6, 0, 1, 8, 0, 6, 4, 0, 2] + [UInt8](repeating: 1, count: 20),
    ethernetIPv4 + ipv4Packet(47, [0, 0, 8, 0] + ipv4Packet(41, ipv6Packet(59, []), host: 2)),
  ].map { (.ethernet, $0) }

@Suite struct PacketFieldsLawTests {
  @Test(arguments: samples.indices)
  func aCutFrameHasNoOtherFields(index: Int) {
    let (type, frame) = samples[index]
    let decoder = FrameDecoder(type)
    let whole = Dictionary(uniqueKeysWithValues: present(decoder.fields(of: frame.span)))
    for byteCount in 0..<frame.count {
      let prefix = Array(frame.prefix(byteCount))
      for (name, value) in present(decoder.fields(of: prefix.span)) {
        // Options reach as far as was captured; an inner header may not have been.
        if ["dhcpOptions", "innerSource", "innerDestination"].contains(name) { continue }
        #expect(whole[name] == value, "\(name), \(byteCount) bytes")
      }
    }
  }

  @Test(arguments: samples.indices)
  func addressesAreThoseOfTheDecoder(index: Int) {
    let (type, frame) = samples[index]
    for byteCount in 0...frame.count {
      expectAgreement(Array(frame.prefix(byteCount)), type)
    }
    for position in frame.indices {
      for byte in [0, 1, 4, 6, 17, 41, 47, 0x45, 0x60, 0x80, 0xff] as [UInt8] {
        var changed = frame
        changed[position] = byte
        expectAgreement(changed, type)
      }
    }
  }

  private func present(_ fields: PacketFields) -> [(String, String)] {
    Mirror(reflecting: fields).children.compactMap { child in
      let text = "\(child.value)"
      return text == "nil" ? nil : (child.label ?? "", text)
    }
  }
}

/// Fields, addresses and innermost addresses tell the same of one frame.
func expectAgreement(
  _ frame: [UInt8], _ type: LinkType, sourceLocation: SourceLocation = #_sourceLocation
) {
  let fields = FrameDecoder(type).fields(of: frame.span)
  let outermost = try? FrameDecoder(type).addresses(in: frame.span)
  let innermost = try? FrameDecoder(type, depth: .innermost).addresses(in: frame.span)
  #expect(fields.source == outermost?.source, sourceLocation: sourceLocation)
  #expect(fields.destination == outermost?.destination, sourceLocation: sourceLocation)
  #expect(fields.innerSource ?? fields.source == innermost?.source, sourceLocation: sourceLocation)
  #expect(
    fields.innerDestination ?? fields.destination == innermost?.destination,
    sourceLocation: sourceLocation)
}
