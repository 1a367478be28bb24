import LinearAlgebra

/// Writes JSON (RFC 8259) member by member, in the order of the calls.
///
/// Foundation's encoder orders keys by hash or alphabet, holds the whole document in memory and
/// costs its start-up; a report of a million addresses must stream, in the documented order.
/// Containers are closures, so brackets always match; keys are literals, so none needs escaping.
struct JSONWriter {
  enum Layout {
    /// Each member on a line of its own, indented.
    case lines
    /// Everything inside on one line, without spaces.
    case compact
  }

  private struct Level {
    let isObject: Bool
    let layout: Layout
    var isEmpty = true
  }

  private let output: OutputBuffer
  private var levels: [Level] = []
  private var hasPendingKey = false

  init(_ output: OutputBuffer) {
    self.output = output
  }

  // MARK: Containers

  mutating func object(_ layout: Layout = .lines, _ body: (inout JSONWriter) -> Void) {
    container("{", "}", isObject: true, layout, body)
  }

  mutating func array(_ layout: Layout = .lines, _ body: (inout JSONWriter) -> Void) {
    container("[", "]", isObject: false, layout, body)
  }

  mutating func object(
    _ key: StaticString, _ layout: Layout = .lines, _ body: (inout JSONWriter) -> Void
  ) {
    self.key(key)
    object(layout, body)
  }

  mutating func array(
    _ key: StaticString, _ layout: Layout = .lines, _ body: (inout JSONWriter) -> Void
  ) {
    self.key(key)
    array(layout, body)
  }

  /// Ends a top-level value with a line end, after which another may follow.
  func endDocument() {
    precondition(levels.isEmpty && !hasPendingKey, "a document ends outside every container")
    output.write(0x0a)
  }

  // MARK: Members; an absent value leaves no trace

  mutating func member(_ key: StaticString, _ value: String?) {
    guard let value else { return }
    self.key(key)
    self.value(value)
  }

  mutating func member(_ key: StaticString, _ value: Int?) {
    guard let value else { return }
    self.key(key)
    number("\(value)")
  }

  mutating func member(_ key: StaticString, _ value: UInt64) {
    self.key(key)
    number("\(value)")
  }

  mutating func member(_ key: StaticString, _ value: Double?) {
    guard let value else { return }
    self.key(key)
    self.value(value)
  }

  /// Writes a member whose key is no constant; `key` needs no escape.
  mutating func member(named key: String, _ value: Double?) {
    guard let value else { return }
    startKey()
    output.write(key)
    endKey()
    self.value(value)
  }

  /// Writes a member whose key is no constant; `key` needs no escape.
  mutating func member(named key: String, _ value: Int?) {
    guard let value else { return }
    startKey()
    output.write(key)
    endKey()
    number("\(value)")
  }

  mutating func member(_ key: StaticString, _ value: Bool) {
    self.key(key)
    number(value ? "true" : "false")
  }

  mutating func member(_ key: StaticString, _ values: [Double]) {
    array(key, .compact) { json in json.values(values) }
  }

  mutating func member(_ key: StaticString, _ numbers: [Int]) {
    array(key, .compact) { json in
      for number in numbers { json.value(number) }
    }
  }

  mutating func member(_ key: StaticString, _ rows: [[Double]]) {
    array(key, .compact) { json in json.rows(rows) }
  }

  mutating func member(_ key: StaticString, _ matrix: Matrix) {
    member(key, matrix.rows)
  }

  // MARK: Elements

  mutating func value(_ value: String) {
    startValue()
    output.write(0x22)
    output.write(JSONText.escape(value))
    output.write(0x22)
  }

  /// Writes the shortest text that reads back to the same double.
  ///
  /// - Precondition: `value` is finite; JSON has no other numbers.
  mutating func value(_ value: Double) {
    precondition(value.isFinite, "numbers of a report are finite")
    number(value.description)
  }

  mutating func value(_ value: Int) { number("\(value)") }

  mutating func row(_ row: [Double]) {
    array(.compact) { json in json.values(row) }
  }

  mutating func rows(_ rows: [[Double]]) {
    for row in rows { self.row(row) }
  }

  private mutating func values(_ values: [Double]) {
    for value in values { self.value(value) }
  }

  // MARK: Syntax

  private mutating func key(_ key: StaticString) {
    startKey()
    output.write(key)
    endKey()
  }

  private mutating func startKey() {
    precondition(levels.last?.isObject == true, "keys stand in objects")
    precondition(!hasPendingKey, "a key is followed by its value")
    startElement()
    output.write(0x22)
  }

  private mutating func endKey() {
    output.write(levels[levels.count - 1].layout == .lines ? "\": " : "\":")
    hasPendingKey = true
  }

  private mutating func number(_ text: String) {
    startValue()
    output.write(text)
  }

  private mutating func startValue() {
    if hasPendingKey {
      hasPendingKey = false
    } else {
      precondition(levels.last?.isObject != true, "a value of an object has a key")
      startElement()
    }
  }

  private mutating func startElement() {
    guard let level = levels.last else { return }
    if !level.isEmpty { output.write(0x2c) }
    levels[levels.count - 1].isEmpty = false
    if level.layout == .lines { startLine() }
  }

  private func startLine() {
    output.write(0x0a)
    for _ in levels { output.write("  " as StaticString) }
  }

  private mutating func container(
    _ opening: StaticString, _ closing: StaticString, isObject: Bool, _ layout: Layout,
    _ body: (inout JSONWriter) -> Void
  ) {
    startValue()
    output.write(opening)
    let inherited = levels.last?.layout == .compact ? Layout.compact : layout
    levels.append(Level(isObject: isObject, layout: inherited))
    body(&self)
    precondition(!hasPendingKey, "a key is followed by its value")
    let level = levels.removeLast()
    if level.layout == .lines && !level.isEmpty { startLine() }
    output.write(closing)
  }
}
