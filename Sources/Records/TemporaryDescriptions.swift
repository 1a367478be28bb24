// Temporary: stands in for the texts and labels that are being written in Records; drop on merging.

extension IPAddress: CustomStringConvertible {
  public var description: String {
    if family == .ipv4 { return octets.map { "\($0)" }.joined(separator: ".") }
    let groups = (0..<8).map { Int(octet(2 * $0)) << 8 | Int(octet(2 * $0 + 1)) }
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8 && groups[end] == 0 { end += 1 }
      if end - start > max(best.count, 1) { best = start..<end }
      start = max(end, start + 1)
    }
    let hex = { (range: Range<Int>) in
      range.map { String(groups[$0], radix: 16) }.joined(separator: ":")
    }
    if best.isEmpty { return hex(0..<8) }
    return hex(0..<best.lowerBound) + "::" + hex(best.upperBound..<8)
  }
}

extension Timestamp: CustomStringConvertible {
  public var description: String {
    let day = Int((seconds >= 0 ? seconds : seconds - 86_399) / 86_400)
    let rest = Int(seconds) - day * 86_400
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let padded = { (value: Int, width: Int) in
      String(repeating: "0", count: max(0, width - "\(value)".count)) + "\(value)"
    }
    var text =
      "\(padded(year, 4))-\(padded(month, 2))-"
      + "\(padded(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, 2))T"
      + "\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))"
    if fractionDigitCount > 0 {
      text += "." + padded(Int(nanoseconds), 9).prefix(Int(fractionDigitCount))
    }
    return text + "Z"
  }
}
