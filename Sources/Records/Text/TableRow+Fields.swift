// How the tables read their fields: by index, absent where the row or the column is short of it.

extension TableRow {
  /// Whether a row that `JSONTable` filled has an address in it.
  package var holdsAddress: Bool {
    let addressNames: Set = ["isrc", "idst", "address"]
    let columnNames = JSONTable().columnNames
    return columnNames.indices.contains { index in
      addressNames.contains(columnNames[index]) && range(of: index)?.isEmpty == false
    }
  }

  /// Where each of `names` stands in this header row.
  ///
  /// - Parameter ignoringCase: whether `names`, which are in lower case, may be written in any.
  /// - Throws: `duplicateColumn` where one stands twice, `malformed` for a header that is no row.
  func columnIndices(
    of names: [String], ignoringCase: Bool = false
  ) throws(InputFailure) -> [String: Int] {
    guard fault == nil else {
      throw InputFailure(.malformed, "the header row is not CSV; close its quotes", record: 0)
    }
    var indices: [String: Int] = [:]
    let bytes = bytes.span
    for index in 0..<fieldCount {
      guard let range = range(of: index) else { continue }
      let text = bytes.text(bytes.trimmed(range))
      let name = ignoringCase ? text.lowercased() : text
      guard names.contains(name) else { continue }
      guard indices.updateValue(index, forKey: name) == nil else {
        throw InputFailure(.duplicateColumn, "column '\(name)' stands twice in the header row")
      }
    }
    return indices
  }

  func time(_ column: Int?) throws(SkipReason) -> Timestamp? {
    guard let column, let range = range(of: column) else { return nil }
    let bytes = bytes.span
    let field = bytes.extracting(bytes.trimmed(range))
    guard !field.isEmpty else { return nil }
    guard let time = Timestamp(text: field) else { throw .badTime }
    return time
  }

  func count(_ column: Int?) throws(SkipReason) -> Int? {
    guard let column, let range = range(of: column) else { return nil }
    let bytes = bytes.span
    let field = bytes.extracting(bytes.trimmed(range))
    guard !field.isEmpty else { return nil }
    guard let count = Int(count: field) else { throw .badValue }
    return count
  }

  func address(_ column: Int?) throws(SkipReason) -> IPAddress? {
    guard let column, let range = range(of: column) else { return nil }
    return try optionalAddress(bytes.span, range)
  }
}
