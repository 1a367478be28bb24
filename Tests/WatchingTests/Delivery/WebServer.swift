import Foundation
import Synchronization

/// A server of HTTP on a loopback address that keeps what it was sent and answers as it is told.
final class WebServer: Sendable {
  struct Request: Sendable {
    var method = ""
    var target = ""
    var headers: [String: String] = [:]
    var body: [UInt8] = []
  }

  let port: UInt16
  private let descriptor: Int32
  private let received = Mutex<[Request]>([])

  /// - Parameter answer: all bytes of the answer to the request of a number from 0; nil for none,
  ///   until the other side gives up.
  init(answer: @escaping @Sendable (Int, Request) -> [UInt8]?) throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    self.descriptor = descriptor
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var byteCount = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, byteCount) | listen(descriptor, 8)
          | getsockname(descriptor, address, &byteCount)
      }
    }
    guard status == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in serve(answer) }
  }

  /// Ends the thread that serves; sockets that it has open are closed by their clients.
  func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

  var requests: [Request] { received.withLock { $0 } }

  /// A whole answer.
  static func answer(_ status: Int, _ headers: String = "", body: String = "") -> [UInt8] {
    Array(
      "HTTP/1.1 \(status) Answer\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        .utf8)
  }

  private func serve(_ answer: (Int, Request) -> [UInt8]?) {
    var count = 0
    while true {
      let client = accept(descriptor, nil, nil)
      guard client >= 0 else { break }
      defer { close(client) }
      while let request = Self.request(from: client) {
        received.withLock { $0.append(request) }
        defer { count += 1 }
        guard let bytes = answer(count, request) else {
          _ = Self.read(client)
          break
        }
        guard send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
          break
        }
      }
    }
    close(descriptor)
  }

  private static func read(_ client: Int32) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = recv(client, &bytes, bytes.count, 0)
    return count > 0 ? Array(bytes.prefix(count)) : nil
  }

  private static func request(from client: Int32) -> Request? {
    var bytes: [UInt8] = []
    let blank = Array("\r\n\r\n".utf8)
    while true {
      if let head = bytes.firstRange(of: blank) {
        let lines = String(decoding: bytes[..<head.lowerBound], as: UTF8.self)
          .components(separatedBy: "\r\n")
        var request = Request()
        let words = lines[0].split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        (request.method, request.target) = (words[0], words[1])
        for line in lines.dropFirst() {
          let parts = line.split(separator: ":", maxSplits: 1)
          request.headers[parts[0].lowercased()] =
            parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        request.body = Array(bytes[head.upperBound...])
        if request.body.count >= Int(request.headers["content-length"] ?? "0") ?? 0 {
          return request
        }
      }
      guard let more = read(client) else { return nil }
      bytes += more
    }
  }
}
