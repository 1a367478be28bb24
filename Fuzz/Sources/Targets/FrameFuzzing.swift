@testable import Records

/// Frames: the first byte of an input chooses the link type.
enum FrameFuzzing {
  /// Every link type with a decoder, and one without.
  private static let linkTypes: [LinkType] =
    (0...300).map { LinkType(rawValue: $0) }.filter { FrameDecoder($0).leadsToAddresses }
    + [LinkType(rawValue: 147)]

  private static let decoders = linkTypes.map {
    (outermost: FrameDecoder($0), innermost: FrameDecoder($0, depth: .innermost))
  }

  /// The byte that chooses `linkType`; nil where it has no decoder.
  static func selector(of linkType: LinkType) -> UInt8? {
    linkTypes.firstIndex(of: linkType).map { UInt8(truncatingIfNeeded: $0) }
  }

  static func decode(_ bytes: Span<UInt8>) -> Int {
    guard bytes.count > 0 else { return 0 }
    let decoders = decoders[Int(bytes[0]) % decoders.count]
    let frame = bytes.extracting(droppingFirst: 1)
    let outermost = addresses(decoders.outermost, in: frame)
    let innermost = addresses(decoders.innermost, in: frame)
    let fields = decoders.outermost.fields(of: frame)
    check(fields, of: frame, outermost, innermost)
    guard let outermost else { return 0 }
    let fingerprint = PacketFingerprint.fingerprint(
      frame, at: outermost.headerOffset, outermost.source.family)
    precondition(
      outermost.traits(in: frame) == PacketTraits(fields), "traits are those of the fields")
    let options = fields.dhcpOptions.map { DHCPOptions.text(in: frame, at: $0) } ?? []
    precondition(
      options.count <= DHCPOptions.maximumTextByteCount, "the text of options is bounded")
    return Int(truncatingIfNeeded: fingerprint ?? 0) ^ options.count
  }

  private static func addresses(
    _ decoder: FrameDecoder, in frame: Span<UInt8>
  ) -> FrameDecoder.Addresses? {
    do {
      let addresses = try decoder.addresses(in: frame)
      precondition(
        (try? decoder.walkedAddresses(in: frame)) == addresses, "the shortcut only saves time")
      precondition((0..<frame.count).contains(addresses.headerOffset), "the header is in the frame")
      return addresses
    } catch {
      precondition(
        (try? decoder.walkedAddresses(in: frame)) == nil, "the shortcut only saves time")
      precondition(!error.isDamage, "a frame cannot damage its file")
      return nil
    }
  }

  private static func check(
    _ fields: PacketFields, of frame: Span<UInt8>, _ outermost: FrameDecoder.Addresses?,
    _ innermost: FrameDecoder.Addresses?
  ) {
    precondition(fields.source == outermost?.source, "fields and addresses agree")
    precondition(fields.destination == outermost?.destination, "fields and addresses agree")
    precondition((outermost == nil) == (innermost == nil), "where one depth leads, both do")
    if let innermost {
      precondition(
        (fields.innerSource ?? fields.source) == innermost.source, "both depths are in the fields")
      precondition(
        (fields.innerDestination ?? fields.destination) == innermost.destination,
        "both depths are in the fields")
      precondition(innermost.headerOffset <= frame.count, "the header is in the frame")
    }
    if let options = fields.dhcpOptions {
      precondition(
        options.lowerBound >= 0 && options.upperBound <= frame.count, "options are in the frame")
    }
  }
}
