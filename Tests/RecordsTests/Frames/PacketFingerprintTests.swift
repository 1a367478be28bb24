import Records
import Testing

@Suite struct PacketFingerprintTests {
  private let packet: [UInt8] =
    [0x45, 0, 0, 52, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]
    + [0x1f, 0x90, 0xc0, 0, 0, 0, 0, 1, 0, 0, 0, 2]

  private func fingerprint(_ packet: [UInt8], _ family: AddressFamily = .ipv4) -> UInt64? {
    PacketFingerprint.fingerprint(packet.span, at: 0, family)
  }

  @Test func everyBitOfTheFirstBytesCounts() throws {
    let whole = try #require(fingerprint(packet))
    for bit in 0..<packet.count * 8 {
      var other = packet
      other[bit / 8] ^= 0x80 >> UInt8(bit % 8)
      #expect(fingerprint(other) != whole, "bit \(bit)")
    }
    #expect(fingerprint(packet + [1, 2, 3]) == whole)
    #expect(fingerprint(Array(packet.dropLast())) == nil)
  }

  /// What a stranger can choose freely where neither identification nor checksum is filled in.
  @Test func lengthAndProtocolDoNotMakeUpForEachOther() {
    var other = packet
    (other[3], other[9]) = (other[3] ^ 6 ^ 17, 17)
    #expect(fingerprint(other) != fingerprint(packet))
  }

  @Test func aPlainFrameHasTheFingerprintOfItsPacket() {
    let link: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2]
    for (tag, isTagged) in [([], false), ([0x81, 0, 0, 7], true)] as [([UInt8], Bool)] {
      let bytes: [UInt8] = link + tag + [8, 0] + packet
      let frame = PlainFrame(bytes.span)
      #expect(frame?.fingerprint == fingerprint(packet))
      #expect(frame?.isTagged == isTagged)
      #expect(frame?.ends == 0x0a00_0001_0a00_0002)
    }
  }
}
