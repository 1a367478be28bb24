/// What the ticks of a pcapng interface count, and from when on.
/// - SeeAlso: draft-ietf-opsawg-pcapng section 4.2, if_tsresol and if_tsoffset
public struct TimestampResolution: Sendable, Equatable {
  private static let binaryBit: UInt8 = 0x80
  @inlinable static var maximumDigitCount: UInt8 { 9 }

  /// Whether a second has 2^`exponent` ticks, or 10^`exponent`.
  @usableFromInline let isBinary: Bool
  /// 0 ... 127.
  @usableFromInline let exponent: UInt8
  /// Seconds to add to every time.
  public let offsetSeconds: Int64

  /// - Parameter code: the byte of if_tsresol; without the option ticks are microseconds.
  package init(code: UInt8 = 6, offsetSeconds: Int64 = 0) {
    isBinary = code & Self.binaryBit != 0
    exponent = code & ~Self.binaryBit
    self.offsetSeconds = offsetSeconds
  }

  /// Fraction digits that tell two ticks apart, at most 9; k binary digits need k decimal ones.
  @inlinable public var fractionDigitCount: UInt8 { min(exponent, Self.maximumDigitCount) }

  /// The moment after `tickCount` ticks, cut to nanoseconds; nil beyond 64 bits of seconds.
  @inlinable
  @inline(__always)
  public func timestamp(tickCount: UInt64) -> Timestamp? {
    // The two resolutions that captures have, as divisions by a constant.
    let (seconds, nanoseconds) =
      switch (isBinary, exponent) {
      case (false, 6): (tickCount / 1_000_000, tickCount % 1_000_000 * 1000)
      case (false, 9): (tickCount / 1_000_000_000, tickCount % 1_000_000_000)
      case (false, _): decimal(tickCount)
      case (true, _): binary(tickCount)
      }
    guard let seconds = Int64(exactly: seconds) else { return nil }
    let (sum, didOverflow) = seconds.addingReportingOverflow(offsetSeconds)
    guard !didOverflow else { return nil }
    return Timestamp(
      seconds: sum, nanoseconds: UInt32(truncatingIfNeeded: nanoseconds),
      fractionDigitCount: fractionDigitCount)
  }

  /// The inverse of `timestamp`; nil for a moment that no count of 64 bits reaches.
  ///
  /// - Precondition: ticks are decimal and not finer than nanoseconds.
  package func tickCount(of timestamp: Timestamp) -> UInt64? {
    precondition(
      !isBinary && exponent <= Self.maximumDigitCount, "ticks are decimal parts of a second")
    let (difference, isBeyond) = timestamp.seconds.subtractingReportingOverflow(offsetSeconds)
    guard !isBeyond, let seconds = UInt64(exactly: difference),
      let ticksPerSecond = Self.powerOfTen(exponent),
      let scale = Self.powerOfTen(Self.maximumDigitCount - exponent)
    else { return nil }
    let (ticks, isTooLong) = seconds.multipliedReportingOverflow(by: ticksPerSecond)
    let (sum, didOverflow) = ticks.addingReportingOverflow(
      UInt64(timestamp.nanoseconds) / scale)
    return isTooLong || didOverflow ? nil : sum
  }

  @usableFromInline func decimal(_ tickCount: UInt64) -> (seconds: UInt64, nanoseconds: UInt64) {
    guard exponent > Self.maximumDigitCount else {
      let ticksPerSecond = Self.powerOfTen(exponent) ?? 1
      let scale = Self.powerOfTen(Self.maximumDigitCount - exponent) ?? 1
      return (tickCount / ticksPerSecond, tickCount % ticksPerSecond * scale)
    }
    // Where the power exceeds 64 bits, no count of ticks reaches a nanosecond.
    let nanoseconds =
      Self.powerOfTen(exponent - Self.maximumDigitCount).map { tickCount / $0 } ?? 0
    return (nanoseconds / 1_000_000_000, nanoseconds % 1_000_000_000)
  }

  @usableFromInline func binary(_ tickCount: UInt64) -> (seconds: UInt64, nanoseconds: UInt64) {
    // Smart shifts: an exponent of 64 or more leaves no seconds.
    let seconds = tickCount >> exponent
    let fraction = exponent < 64 ? tickCount & ~(UInt64.max << exponent) : tickCount
    // 64 bits and the 30 of 10⁹ fit in 128.
    return (seconds, UInt64(truncatingIfNeeded: (UInt128(fraction) * 1_000_000_000) >> exponent))
  }

  /// 10^`exponent`; nil beyond 64 bits.
  private static func powerOfTen(_ exponent: UInt8) -> UInt64? {
    guard exponent < 20 else { return nil }
    return (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
