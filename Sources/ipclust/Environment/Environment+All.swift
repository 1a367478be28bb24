// The environment, which is one variable to the C library, is changed before there is a second thread
// and never after.
@preconcurrency import Glibc

extension Environment {
  /// All variables that have a name, as text that keeps every byte.
  static var all: [String: String] {
    var variables: [String: String] = [:]
    var position = 0
    while let entry = environ[position] {
      let bytes = Array(UnsafeRawBufferPointer(start: entry, count: strlen(entry)))
      position += 1
      guard let mark = bytes.firstIndex(of: UInt8(ascii: "=")), mark > 0 else { continue }
      // As getenv has it, the first of equals counts.
      let name = RawArguments.text(of: Array(bytes[..<mark]))
      if variables[name] == nil {
        variables[name] = RawArguments.text(of: Array(bytes[(mark + 1)...]))
      }
    }
    return variables
  }
}

/// The time of day, for what cannot do without it.
enum Clock {
  /// Seconds since 1970.
  static var seconds: Int64 { Int64(time(nil)) }
}
