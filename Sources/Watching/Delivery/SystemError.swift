import Glibc

/// The system's words for an error number, in our case.
enum SystemError {
  static func text(_ errorNumber: Int32) -> String {
    let text = String(cString: strerror(errorNumber))
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
