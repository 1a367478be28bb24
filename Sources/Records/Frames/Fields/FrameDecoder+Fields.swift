extension FrameDecoder {
  /// The header fields of a frame, as far as they were captured.
  ///
  /// Those of IP, and of what it carries, are those of the outermost IP header at any `depth`; they
  /// are there if `addresses(in:)` finds that header. What fragments other than the first carry is
  /// not looked at.
  public func fields(of frame: Span<UInt8>) -> PacketFields {
    var fields = PacketFields()
    read(&fields, of: frame)
    return fields
  }

  /// Puts the same in place of `fields`.
  package func read(_ fields: inout PacketFields, of frame: Span<UInt8>) {
    fields = PacketFields()
    if let first { Self.collect(&fields, of: frame, from: first) }
  }

  @inline(never)
  private static func collect(
    _ fields: inout PacketFields, of frame: Span<UInt8>, from first: Layer
  ) {
    var walk = HeaderWalk(from: first)
    guard let outermost = try? walk.nextAddresses(in: frame, tellingOf: &fields) else { return }
    let payload = IPPayload(walk.layer, frame, at: walk.offset)
    fields.takeInternet(outermost, payload, in: frame)
    guard let payload, !payload.isLaterFragment else { return }
    let packet = frame.extracting(0..<payload.endOffset)
    fields.takeTransport(payload, in: packet)
    if Tunnel(payload, in: packet) != nil, let inner = walk.innermostAddresses(in: frame) {
      fields.innerSource = inner.source
      fields.innerDestination = inner.destination
    }
  }
}
