import Glibc

/// What the program that started us as a service is told; nothing where none did.
///
/// - SeeAlso: sd_notify(3), whose protocol this is.
enum ServiceNotice {
  static func tell(_ state: String) {
    guard let value = Environment.all["NOTIFY_SOCKET"] else { return }
    var path = RawArguments.bytes(of: value)
    var address = sockaddr_un()
    guard let first = path.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
      path.count < MemoryLayout.size(ofValue: address.sun_path)
    else { return }
    // A name that is in no file system.
    if first == UInt8(ascii: "@") { path[0] = 0 }
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let byteCount = socklen_t(
      (MemoryLayout.offset(of: \sockaddr_un.sun_path) ?? 2) + path.count)
    let message = Array(state.utf8)
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        // A manager that does not listen is no failure of ours.
        _ = sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), $0, byteCount)
      }
    }
  }
}
