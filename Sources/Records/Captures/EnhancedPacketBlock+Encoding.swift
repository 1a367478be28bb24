extension EnhancedPacketBlock {
  private static let commentCode: UInt16 = 1

  /// Appends the block of one frame with `comments` (opt_comment, UTF-8) to `bytes`.
  package static func append(
    _ frame: Span<UInt8>, originalByteCount: Int, interfaceIndex: Int, tickCount: UInt64,
    comments: [[UInt8]], to bytes: inout [UInt8]
  ) {
    var block = PcapngBlockEncoder(
      PcapngBlockHeader.BlockType.enhancedPacket, after: exchange(&bytes, with: []))
    block.append(UInt32(truncatingIfNeeded: interfaceIndex))
    block.append(UInt32(truncatingIfNeeded: tickCount >> 32))
    block.append(UInt32(truncatingIfNeeded: tickCount))
    block.append(UInt32(clamping: frame.count))
    block.append(UInt32(clamping: originalByteCount))
    block.appendPadded(frame)
    for comment in comments { block.append(option: commentCode, comment) }
    if !comments.isEmpty { block.appendEndOfOptions() }
    bytes = block.finish()
  }

  /// Takes the value out, so that it is not copied when it changes elsewhere.
  private static func exchange(_ bytes: inout [UInt8], with new: [UInt8]) -> [UInt8] {
    let old = bytes
    bytes = new
    return old
  }
}
