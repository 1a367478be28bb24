import Records
import Testing

/// The same block in both byte orders, from its fields.
private struct Block {
  enum Field {
    case short(UInt16)
    case word(UInt32)
    case raw([UInt8])
  }

  let fields: [Field]

  func bytes(_ order: ByteOrder) -> [UInt8] {
    fields.flatMap { field -> [UInt8] in
      let bigEndian: [UInt8] =
        switch field {
        case .raw(let bytes): bytes
        case .short(let number): Self.bytes(UInt64(number), count: 2)
        case .word(let number): Self.bytes(UInt64(number), count: 4)
        }
      if case .raw = field { return bigEndian }
      return order == .big ? bigEndian : bigEndian.reversed()
    }
  }

  private static func bytes(_ number: UInt64, count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
  }
}

private let orders: [ByteOrder] = [.little, .big]

@Suite struct PcapngBlockHeaderTests {
  private static let custom = Block(fields: [
    .word(0xbad), .word(16), .raw([1, 2, 3, 4]), .word(16),
  ])

  @Test(arguments: orders)
  func readsTypeAndLength(order: ByteOrder) throws {
    let bytes = Self.custom.bytes(order)
    let header = try #require(try PcapngBlockHeader(([9] + bytes).span, at: 1, order))
    #expect(header.type == 0xbad && header.blockByteCount == 16 && header.byteOrder == order)
    #expect(throws: Never.self) { try header.checkTrailer(of: bytes.span) }
    for byteCount in 0..<8 {
      #expect(try PcapngBlockHeader(Array(bytes.prefix(byteCount)).span, at: 0, order) == nil)
    }
  }

  @Test(arguments: [0, 4, 8, 11, 13, 14, 15, 113, 16 << 20 | 4, .max - 3] as [UInt32])
  func refusesLengths(length: UInt32) {
    let bytes = Block(fields: [.word(6), .word(length)]).bytes(.big)
    #expect(throws: CaptureFault.blockLength(Int(length))) {
      try PcapngBlockHeader(bytes.span, at: 0, .big)
    }
  }

  @Test func takesTheLongestBlock() throws {
    let bytes = Block(fields: [.word(6), .word(16 << 20)]).bytes(.big)
    #expect(try PcapngBlockHeader(bytes.span, at: 0, .big)?.blockByteCount == 16 << 20)
  }

  @Test func refusesLengthsThatDiffer() throws {
    let bytes = Block(fields: [.word(6), .word(12), .word(16)]).bytes(.little)
    let header = try #require(try PcapngBlockHeader(bytes.span, at: 0, .little))
    #expect(throws: CaptureFault.blockLengths(leading: 12, trailing: 16)) {
      try header.checkTrailer(of: bytes.span)
    }
  }

  @Test func takesTheByteOrderOfANewSection() throws {
    for own in orders {
      let bytes = Block(fields: [.word(0x0a0d_0d0a), .word(28), .word(0x1a2b_3c4d)]).bytes(own)
      for order in orders {
        let header = try PcapngBlockHeader(bytes.span, at: 0, order)
        #expect(header?.byteOrder == own && header?.blockByteCount == 28)
        #expect(try PcapngBlockHeader(Array(bytes.prefix(11)).span, at: 0, order) == nil)
      }
    }
    let none = Block(fields: [.word(0x0a0d_0d0a), .word(28), .word(0x1a2b_3c4e)]).bytes(.big)
    #expect(throws: CaptureFault.magic(0x1a2b_3c4e, .pcapng)) {
      try PcapngBlockHeader(none.span, at: 0, .big)
    }
  }
}

@Suite struct SectionHeaderBlockTests {
  private static func section(_ major: UInt16, _ minor: UInt16) -> Block {
    Block(fields: [
      .word(0x0a0d_0d0a), .word(28), .word(0x1a2b_3c4d), .short(major), .short(minor),
      .raw([UInt8](repeating: 0xff, count: 8)), .word(28),
    ])
  }

  @Test(arguments: orders)
  func readsKnownVersions(order: ByteOrder) throws {
    for minor in [0, 2] as [UInt16] {
      let section = try SectionHeaderBlock(Self.section(1, minor).bytes(order).span, order)
      #expect(section.byteOrder == order && section.majorVersion == 1)
      #expect(section.minorVersion == minor)
    }
  }

  @Test func refusesOtherVersionsAndShortBlocks() {
    for (major, minor) in [(0, 0), (1, 1), (1, 3), (2, 0), (256, 0)] as [(UInt16, UInt16)] {
      #expect(throws: CaptureFault.version(.pcapng, major: major, minor: minor)) {
        try SectionHeaderBlock(Self.section(major, minor).bytes(.big).span, .big)
      }
    }
    let short = Array(Self.section(1, 0).bytes(.big).prefix(24))
    #expect(
      throws: CaptureFault.shortBlock(type: 0x0a0d_0d0a, requiredByteCount: 28, byteCount: 24)
    ) {
      try SectionHeaderBlock(short.span, .big)
    }
  }
}

@Suite struct InterfaceDescriptionBlockTests {
  private static func block(_ options: [Block.Field]) -> Block {
    Block(
      fields: [.word(1), .word(0), .short(113), .short(0), .word(96)] + options + [.word(0)])
  }

  private static func interface(
    _ options: [Block.Field], _ order: ByteOrder = .big
  ) throws -> InterfaceDescriptionBlock {
    try InterfaceDescriptionBlock(block(options).bytes(order).span, order)
  }

  @Test(arguments: orders)
  func readsFieldsAndOptions(order: ByteOrder) throws {
    let plain = try Self.interface([], order)
    #expect(plain.linkType == .linuxCooked && plain.snapshotByteCount == 96)
    #expect(plain.resolution == TimestampResolution(code: 6))
    let rich = try Self.interface(
      [
        .short(2), .short(5), .raw([0x65, 0x74, 0x68, 0x30, 0x31, 0, 0, 0]),  // if_name
        .short(9), .short(1), .raw([0x8a, 0, 0, 0]), .short(14), .short(8),
        .raw([UInt8](repeating: 0xff, count: 8)), .short(9), .short(1), .raw([3, 0, 0, 0]),
        .short(0), .short(0), .short(9), .short(1), .raw([2, 0, 0, 0]),
      ], order)
    #expect(rich.resolution == TimestampResolution(code: 0x8a, offsetSeconds: -1))
  }

  @Test(
    arguments: [
      [.short(9), .short(2), .raw([3, 0, 0, 0])], [.short(9), .short(0)],
      [.short(14), .short(4), .raw([0, 0, 0, 1])],
    ] as [[Block.Field]])
  private func passesOverOptionsOfWrongLength(options: [Block.Field]) throws {
    #expect(try Self.interface(options).resolution == TimestampResolution(code: 6))
  }

  @Test func refusesOptionsThatLeadOutOfTheirBlock() {
    for length: UInt16 in [5, .max] {
      #expect(throws: CaptureFault.optionLength(Int(length), availableByteCount: 4)) {
        try Self.interface([.short(9), .short(length), .raw([3, 0, 0, 0])])
      }
    }
  }

  @Test func survivesEveryByteOfItsOptionsChanged() {
    let bytes = Self.block([.short(9), .short(1), .raw([3, 0, 0, 0]), .short(0), .short(0)])
      .bytes(.little)
    for index in bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = bytes
        changed[index] = byte
        do {
          _ = try InterfaceDescriptionBlock(changed.span, .little)
        } catch {
          // Whatever the bytes say, a block of this size is refused for its options alone.
          if case .optionLength = error { continue }
          Issue.record("\(error)")
        }
      }
    }
  }

  @Test func refusesShortBlocks() {
    let short = Array(Self.block([]).bytes(.big).prefix(16))
    #expect(throws: CaptureFault.shortBlock(type: 1, requiredByteCount: 20, byteCount: 16)) {
      try InterfaceDescriptionBlock(short.span, .big)
    }
  }
}

@Suite struct PacketBlockTests {
  private static func enhanced(captured: UInt32 = 5) -> Block {
    Block(fields: [
      .word(6), .word(40), .word(2), .word(0x0004_bb58), .word(0x6a8b_4c20), .word(captured),
      .word(1500), .raw([1, 2, 3, 4, 5, 0, 0, 0]), .word(40),
    ])
  }

  private static func obsolete(captured: UInt32 = 5) -> Block {
    Block(fields: [
      .word(2), .word(40), .short(2), .short(77), .word(0x0004_bb58), .word(0x6a8b_4c20),
      .word(captured), .word(1500), .raw([1, 2, 3, 4, 5, 0, 0, 0]), .word(40),
    ])
  }

  @Test(arguments: orders)
  func readsEnhancedPackets(order: ByteOrder) throws {
    let packet = try EnhancedPacketBlock(Self.enhanced().bytes(order).span, order)
    #expect(packet.interfaceIndex == 2 && packet.tickCount == 0x0004_bb58_6a8b_4c20)
    #expect(packet.capturedByteCount == 5 && packet.originalByteCount == 1500)
    #expect(packet.frameRange == 28..<33)
  }

  @Test(arguments: orders)
  func readsObsoletePackets(order: ByteOrder) throws {
    let packet = try ObsoletePacketBlock(Self.obsolete().bytes(order).span, order)
    #expect(packet.interfaceIndex == 2 && packet.tickCount == 0x0004_bb58_6a8b_4c20)
    #expect(packet.capturedByteCount == 5 && packet.originalByteCount == 1500)
    #expect(packet.frameRange == 28..<33)
  }

  @Test func refusesFramesThatTheBlockCannotHold() throws {
    for captured in [9, 12, 262_144] as [UInt32] {
      let required = 32 + Int(captured)
      #expect(
        throws: CaptureFault.shortBlock(type: 6, requiredByteCount: required, byteCount: 40)
      ) {
        try EnhancedPacketBlock(Self.enhanced(captured: captured).bytes(.big).span, .big)
      }
      #expect(
        throws: CaptureFault.shortBlock(type: 2, requiredByteCount: required, byteCount: 40)
      ) {
        try ObsoletePacketBlock(Self.obsolete(captured: captured).bytes(.big).span, .big)
      }
    }
    for captured in [262_145, .max] as [UInt32] {
      #expect(throws: CaptureFault.capturedLength(Int(captured), .pcapng)) {
        try EnhancedPacketBlock(Self.enhanced(captured: captured).bytes(.big).span, .big)
      }
      #expect(throws: CaptureFault.capturedLength(Int(captured), .pcapng)) {
        try ObsoletePacketBlock(Self.obsolete(captured: captured).bytes(.big).span, .big)
      }
    }
    let whole = try EnhancedPacketBlock(Self.enhanced(captured: 8).bytes(.big).span, .big)
    #expect(whole.frameRange == 28..<36)
  }

  @Test func refusesShortBlocks() {
    let bytes = Array(Self.enhanced().bytes(.big).prefix(28))
    #expect(throws: CaptureFault.shortBlock(type: 6, requiredByteCount: 32, byteCount: 28)) {
      try EnhancedPacketBlock(bytes.span, .big)
    }
    #expect(throws: CaptureFault.shortBlock(type: 2, requiredByteCount: 32, byteCount: 28)) {
      try ObsoletePacketBlock(bytes.span, .big)
    }
    #expect(throws: CaptureFault.shortBlock(type: 3, requiredByteCount: 16, byteCount: 12)) {
      try SimplePacketBlock(Array(bytes.prefix(12)).span, .big, snapshotByteCount: 0)
    }
  }

  @Test(arguments: orders)
  func givesSimplePacketsTheLeastLength(order: ByteOrder) throws {
    for (original, snapshot, captured) in [
      (5, 0, 5), (5, 4, 4), (5, 9, 5), (8, 0, 8), (1500, 7, 7), (0, 0, 0), (.max, 8, 8),
    ] as [(UInt32, UInt32, Int)] {
      let bytes = Self.simple(original: original).bytes(order)
      let packet = try SimplePacketBlock(bytes.span, order, snapshotByteCount: Int(snapshot))
      #expect(packet.capturedByteCount == captured && packet.originalByteCount == Int(original))
      #expect(packet.frameRange == 12..<12 + captured)
    }
  }

  @Test(arguments: orders)
  func refusesSimplePacketsThatTheirBlockCannotHold(order: ByteOrder) {
    for (original, snapshot, captured) in [(9, 0, 9), (1500, 9, 9), (1500, 1400, 1400)] {
      let bytes = Self.simple(original: UInt32(original)).bytes(order)
      let fault = CaptureFault.shortBlock(
        type: 3, requiredByteCount: 16 + captured, byteCount: 24)
      #expect(throws: fault) {
        try SimplePacketBlock(bytes.span, order, snapshotByteCount: snapshot)
      }
    }
    #expect(throws: CaptureFault.capturedLength(Int(UInt32.max), .pcapng)) {
      try SimplePacketBlock(
        Self.simple(original: .max).bytes(order).span, order, snapshotByteCount: 0)
    }
  }

  /// A simple packet block with room for 8 bytes of the frame.
  private static func simple(original: UInt32) -> Block {
    Block(fields: [
      .word(3), .word(24), .word(original), .raw([1, 2, 3, 4, 5, 0, 0, 0]), .word(24),
    ])
  }
}
