import Records

extension RowText {
  /// As `Timestamp.epochText` has it.
  @inline(__always)
  static func time(_ time: Timestamp, _ bytes: inout RowBytes, _ offset: inout Int) {
    var (whole, fraction) = (UInt(time.seconds.magnitude), UInt(time.nanoseconds))
    if time.seconds < 0 {
      byte(UInt8(ascii: "-"), &bytes, &offset)
      if fraction > 0 { (whole, fraction) = (whole - 1, 1_000_000_000 - fraction) }
    }
    digits(whole, &bytes, &offset)
    guard time.fractionDigitCount > 0 else { return }
    byte(UInt8(ascii: "."), &bytes, &offset)
    let end = offset + Int(time.fractionDigitCount)
    // All nine digits are written; those that the source lacks are written over.
    word(eightDigits(UInt64(fraction / 10)) | zeros, 8, &bytes, &offset)
    byte(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction % 10), &bytes, &offset)
    offset = end
  }

  /// A value as it stands in CSV, and in JSON without the quotes; nothing for an absent one.
  @inline(__always)
  static func value(
    _ value: ColumnValue, of row: PacketRow, _ frame: Span<UInt8>, _ bytes: inout RowBytes,
    _ offset: inout Int
  ) {
    switch value {
    case .absent: break
    case .number(let number): decimal(number, &bytes, &offset)
    case .time(let time): self.time(time, &bytes, &offset)
    case .address(let address): self.address(address, &bytes, &offset)
    case .hardware(let address): hardware(address, &bytes, &offset)
    case .linkTypeName: copy(row.linkTypeName.span, &bytes, &offset)
    case .options(let range): options(frame, range, &bytes, &offset)
    }
  }

  @inline(never)
  static func options(
    _ frame: Span<UInt8>, _ range: Range<Int>, _ bytes: inout RowBytes, _ offset: inout Int
  ) {
    copy(DHCPOptions.text(in: frame, at: range).span, &bytes, &offset)
  }
}
