/// The start of an ICMP message of either version, RFC 792 and RFC 4443; what was cut is nil.
struct ICMPMessage {
  private static let typeOffset = 0
  private static let codeOffset = 1
  private static let quotationOffset = 8

  let type: UInt8?
  let code: UInt8?
  /// Where an error quotes the packet that it is about; nil for other messages.
  let quotationOffset: Int?

  init(_ packet: Span<UInt8>, at offset: Int, isIPv6: Bool) {
    type = packet.uint8(at: offset + Self.typeOffset)
    code = packet.uint8(at: offset + Self.codeOffset)
    let isError =
      switch (type, isIPv6) {
      // Unreachable, source quench, redirect, time exceeded, parameter problem.
      case (3, false), (4, false), (5, false), (11, false), (12, false): true
      // Unreachable, too big, time exceeded, parameter problem.
      case (1, true), (2, true), (3, true), (4, true): true
      default: false
      }
    quotationOffset = isError ? offset + Self.quotationOffset : nil
  }
}
