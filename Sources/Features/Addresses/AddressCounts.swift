import Records

/// What is counted about one address, in 56 bytes: less than a line of the cache.
///
/// Exact under merge: counts are sums, times the earliest and the latest.
struct AddressCounts {
  private(set) var packetCount: Int
  private(set) var byteCount: Int
  private var firstSeconds: Int64
  private var lastSeconds: Int64
  private var firstNanoseconds: UInt32
  private var lastNanoseconds: UInt32
  /// The number of the record that showed the address first, at most 2⁵⁶ − 1 whatever a table
  /// claims, and above it the fraction digits of both times.
  private var firstPacketAndDigits: UInt64
  private(set) var firstInput: UInt32
  /// The bits of an IPv4 address; of an IPv6 address 32 bits that usually tell it from others.
  let key: UInt32

  /// Stands for the digits where there is no time.
  private static let noTime: UInt64 = 0xf
  private static let firstDigitsShift: UInt64 = 60
  private static let lastDigitsShift: UInt64 = 56
  private static let packetMask: UInt64 = (1 << lastDigitsShift) - 1

  /// Counts of an address that is about to be counted for the first time.
  init(key: UInt32, firstPacket: Int, firstInput: Int) {
    self.key = key
    self.firstInput = UInt32(clamping: firstInput)
    packetCount = 0
    byteCount = 0
    firstSeconds = 0
    lastSeconds = 0
    firstNanoseconds = 0
    lastNanoseconds = 0
    firstPacketAndDigits =
      min(UInt64(clamping: firstPacket), Self.packetMask) | Self.noTime << Self.firstDigitsShift
      | Self.noTime << Self.lastDigitsShift
  }

  var firstPacket: Int { Int(firstPacketAndDigits & Self.packetMask) }

  var firstTimestamp: Timestamp? {
    Self.timestamp(firstSeconds, firstNanoseconds, digits(Self.firstDigitsShift))
  }

  var lastTimestamp: Timestamp? {
    Self.timestamp(lastSeconds, lastNanoseconds, digits(Self.lastDigitsShift))
  }

  /// Counts saturate: sums of numbers that a log claims must not trap.
  @inline(__always)
  mutating func add(packetCount: Int, byteCount: Int) {
    self.packetCount = self.packetCount.addingSaturating(packetCount)
    self.byteCount = self.byteCount.addingSaturating(byteCount)
  }

  /// Widens the times to hold `timestamp`.
  @inline(__always)
  mutating func widen(to timestamp: Timestamp) {
    if !widenAtEnd(
      timestamp.seconds, timestamp.nanoseconds, UInt64(timestamp.fractionDigitCount))
    {
      widenSlowly(to: timestamp, UInt64(timestamp.fractionDigitCount))
    }
  }

  /// Counts a plain packet.
  @inline(__always)
  mutating func add(_ packet: PlainPacket) {
    add(packetCount: 1, byteCount: Int(packet.byteCount))
    let (seconds, nanoseconds) = (packet.packedTime >> 32, packet.packedTime & 0xffff_ffff)
    if !widenAtEnd(
      Int64(truncatingIfNeeded: seconds), UInt32(truncatingIfNeeded: nanoseconds),
      UInt64(packet.fractionDigitCount))
    {
      widenSlowly(to: packet.timestamp, UInt64(packet.fractionDigitCount))
    }
  }

  /// Moves the last time on, as nearly every record does; false for one that is not later than those
  /// before it, or has another number of digits.
  @inline(__always)
  private mutating func widenAtEnd(
    _ seconds: Int64, _ nanoseconds: UInt32, _ digits: UInt64
  ) -> Bool {
    guard self.digits(Self.lastDigitsShift) == digits,
      lastSeconds < seconds || (lastSeconds == seconds && lastNanoseconds <= nanoseconds)
    else { return false }
    lastSeconds = seconds
    lastNanoseconds = nanoseconds
    return true
  }

  @inline(never)
  private mutating func widenSlowly(to timestamp: Timestamp, _ digits: UInt64) {
    let moment = (timestamp.seconds, timestamp.nanoseconds)
    let hasTime = self.digits(Self.lastDigitsShift) != Self.noTime
    if !hasTime || (lastSeconds, lastNanoseconds) < moment {
      (lastSeconds, lastNanoseconds) = moment
      set(digits, Self.lastDigitsShift)
    }
    if !hasTime || moment < (firstSeconds, firstNanoseconds) {
      (firstSeconds, firstNanoseconds) = moment
      set(digits, Self.firstDigitsShift)
    }
  }

  private func digits(_ shift: UInt64) -> UInt64 { firstPacketAndDigits >> shift & 0xf }

  private mutating func set(_ digits: UInt64, _ shift: UInt64) {
    firstPacketAndDigits = firstPacketAndDigits & ~(0xf << shift) | digits << shift
  }

  private static func timestamp(
    _ seconds: Int64, _ nanoseconds: UInt32, _ digits: UInt64
  ) -> Timestamp? {
    guard digits != noTime else { return nil }
    return Timestamp(
      seconds: seconds, nanoseconds: nanoseconds,
      fractionDigitCount: UInt8(truncatingIfNeeded: digits))
  }
}

extension Int {
  func addingSaturating(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
