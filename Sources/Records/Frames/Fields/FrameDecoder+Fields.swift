extension FrameDecoder {
  /// The header fields of a frame, as far as they were captured.
  ///
  /// Those of IP, and of what it carries, are those of the outermost IP header at any `depth`; they
  /// are there if `addresses(in:)` finds that header. What fragments other than the first carry is
  /// not looked at.
  public func fields(of frame: Span<UInt8>) -> PacketFields {
    guard let first else { return PacketFields() }
    var collector = FieldCollector()
    var walk = HeaderWalk(from: first)
    guard let outermost = try? walk.nextAddresses(in: frame, tellingOf: &collector) else {
      return collector.fields
    }
    let payload = IPPayload(walk.layer, frame, at: walk.offset)
    collector.fields.takeInternet(outermost, payload, in: frame)
    guard let payload, !payload.isLaterFragment else { return collector.fields }
    let packet = frame.extracting(0..<payload.endOffset)
    collector.fields.takeTransport(payload, in: packet)
    if Tunnel(payload, in: packet) != nil,
      let inner = walk.innermostAddresses(in: frame)
    {
      collector.fields.innerSource = inner.source
      collector.fields.innerDestination = inner.destination
    }
    return collector.fields
  }
}
