/// The options at the end of a pcapng block.
///
/// A length that leads out of the block is damage, as libpcap and Wireshark have it: the option behind
/// it may be the one that says what times mean.
/// - SeeAlso: draft-ietf-opsawg-pcapng section 3.5
enum PcapngOption {
  private static let codeOffset = 0
  private static let lengthOffset = 2
  private static let valueOffset = 4

  private static let endOfOptions: UInt16 = 0

  /// Hands code and value of each option in `block` from `offset` on to `body`.
  ///
  /// - Throws: `optionLength`.
  static func forEach(
    in block: Span<UInt8>, from offset: Int, _ order: ByteOrder,
    _ body: (_ code: UInt16, _ value: Span<UInt8>) -> Void
  ) throws(CaptureFault) {
    let end = block.count - PcapngBlockHeader.trailerByteCount
    var offset = offset
    while end - offset >= valueOffset, let code = block.uint16(at: offset + codeOffset, order),
      code != endOfOptions,
      let length = block.uint16(at: offset + lengthOffset, order)
    {
      let start = offset + valueOffset
      guard Int(length) <= end - start else {
        throw .optionLength(Int(length), availableByteCount: end - start)
      }
      body(code, block.extracting(start..<start + Int(length)))
      // Values are padded to a multiple of four; the header makes four bytes progress at least.
      offset = start + (Int(length) + 3) / 4 * 4
    }
  }
}
