/// The options at the end of a pcapng block, as far as they are whole.
///
/// A length that leads out of the block ends the list: what is before it counts, and the frames of
/// such files are sound.
/// - SeeAlso: draft-ietf-opsawg-pcapng section 3.5
enum PcapngOption {
  private static let codeOffset = 0
  private static let lengthOffset = 2
  private static let valueOffset = 4

  private static let endOfOptions: UInt16 = 0

  /// Hands code and value of each option in `block` from `offset` on to `body`.
  static func forEach(
    in block: Span<UInt8>, from offset: Int, _ order: ByteOrder,
    _ body: (_ code: UInt16, _ value: Span<UInt8>) -> Void
  ) {
    let end = block.count - PcapngBlockHeader.trailerByteCount
    var offset = offset
    while let code = block.uint16(at: offset + codeOffset, order), code != endOfOptions,
      let length = block.uint16(at: offset + lengthOffset, order)
    {
      let start = offset + valueOffset
      guard start <= end, Int(length) <= end - start else { return }
      body(code, block.extracting(start..<start + Int(length)))
      // Values are padded to a multiple of four; the header makes four bytes progress at least.
      offset = start + (Int(length) + 3) / 4 * 4
    }
  }
}
