/// The loose or strict source route among the options of an IPv4 header, RFC 791 section 3.1.
///
/// While hops are left, the header's destination is the next of them, and the destination of the
/// packet is the last address of the route.
struct IPv4SourceRoute {
  private static let endOfOptions: UInt8 = 0
  private static let noOperation: UInt8 = 1
  private static let looseRoute: UInt8 = 131
  private static let strictRoute: UInt8 = 137

  private static let lengthOffset = 1
  private static let pointerOffset = 2
  /// Type, length and pointer.
  private static let routeOffset = 3
  /// The smallest pointer, which counts from 1: that of the first address.
  private static let minimumPointer = 4

  let finalDestination: UInt32

  /// Nil where `options` hold no route with hops left, or a malformed option before it.
  ///
  /// - Parameter options: all bytes between the fixed part of the header and its end.
  init?(_ options: Span<UInt8>) {
    var offset = 0
    while let type = options.uint8(at: offset), type != Self.endOfOptions {
      if type == Self.noOperation {
        offset += 1
        continue
      }
      guard let length = options.uint8(at: offset + Self.lengthOffset).map(Int.init),
        length > Self.lengthOffset, options.holds(length, at: offset)
      else { return nil }
      if type == Self.looseRoute || type == Self.strictRoute {
        self.init(route: options.extracting(offset..<offset + length))
        return
      }
      offset += length
    }
    return nil
  }

  /// - Parameter option: the whole option.
  private init?(route option: Span<UInt8>) {
    guard let pointer = option.uint8(at: Self.pointerOffset).map(Int.init),
      (option.count - Self.routeOffset) % 4 == 0, pointer % 4 == 0,
      pointer >= Self.minimumPointer, pointer <= option.count,
      let last = option.uint32(at: option.count - 4)
    else { return nil }
    finalDestination = last
  }
}
