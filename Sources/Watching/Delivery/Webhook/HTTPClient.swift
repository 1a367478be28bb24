import CCurl
import Glibc
import Records

/// One request after another over libcurl, in which nothing follows, guesses or waits for long.
///
/// No redirections, proxies, cookies or saved passwords; certificates are checked; the address that
/// is asked about is the very one that is connected to, because libcurl asks with what it resolved.
final class HTTPClient {
  /// How an exchange ended.
  enum Answer: Equatable {
    case status(Int)
    /// The host led to addresses that the caller refused, of which this is the first.
    case refusedAddress(IPAddress)
    case isTooLarge
    case cancelled
    /// libcurl's words.
    case noAnswer(String)
  }

  /// For connecting, sending and receiving together.
  static let limitSeconds = 10
  /// Of an answer with its headers.
  static let answerByteLimit = 64 << 10

  /// CURLOPT_QUICK_EXIT, which older headers lack.
  private static let quickExit = CURLoption(rawValue: 322)

  /// Nothing in it changes once it was opened.
  private nonisolated(unsafe) static let library: ipclust_curl? = {
    var library = ipclust_curl()
    return ipclust_curl_open(&library) == 1 ? library : nil
  }()

  private var library: ipclust_curl
  private let handle: UnsafeMutableRawPointer

  /// Nil where there is no libcurl, or no memory.
  init?() {
    guard let library = Self.library, let handle = library.easy_init() else { return nil }
    self.library = library
    self.handle = handle
  }

  deinit {
    library.easy_cleanup(handle)
  }

  /// Sends `body` by POST and waits for the answer.
  ///
  /// - Parameters:
  ///   - headers: `Name: value` each.
  ///   - allowsPlain: whether the URL may be one of http.
  ///   - isAllowed: whether an address may be connected to.
  ///   - isCancelled: asked about once a second.
  func post(
    _ body: [UInt8], to url: String, headers: [String], allowsPlain: Bool,
    isAllowed: (IPAddress) -> Bool, isCancelled: () -> Bool
  ) -> Answer {
    withoutActuallyEscaping(isAllowed) { isAllowed in
      withoutActuallyEscaping(isCancelled) { isCancelled in
        let exchange = Exchange(isAllowed: isAllowed, isCancelled: isCancelled)
        return withExtendedLifetime(exchange) {
          perform(body, url, headers, allowsPlain: allowsPlain, exchange)
        }
      }
    }
  }

  private func perform(
    _ body: [UInt8], _ url: String, _ headers: [String], allowsPlain: Bool, _ exchange: Exchange
  ) -> Answer {
    var list: UnsafeMutablePointer<curl_slist>?
    for header in headers { list = library.slist_append(list, header) }
    defer { library.slist_free_all(list) }
    let context = Unmanaged.passUnretained(exchange).toOpaque()
    let isSet =
      set(url: url) && ipclust_curl_set_headers(&library, handle, list) == 1
      && ipclust_curl_set_protocols(&library, handle, allowsPlain ? 1 : 0) == 1
      && body.withUnsafeBytes {
        ipclust_curl_set_body(&library, handle, $0.baseAddress, $0.count) == 1
      }
      && ipclust_curl_set_callbacks(
        &library, handle, context, Exchange.take, Exchange.open, Exchange.ask) == 1
    guard isSet else { return .noAnswer("libcurl lacks an option that is needed") }
    let code = library.easy_perform(handle)
    if code == CURLE_OK { return .status(ipclust_curl_status(&library, handle)) }
    if exchange.wasCancelled { return .cancelled }
    if exchange.byteCount > Self.answerByteLimit { return .isTooLarge }
    if code == CURLE_COULDNT_CONNECT, let address = exchange.refusedAddress {
      return .refusedAddress(address)
    }
    return .noAnswer(library.easy_strerror(code).map { String(cString: $0) } ?? "\(code.rawValue)")
  }

  private func set(url: String) -> Bool {
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_POST, 1), (CURLOPT_FOLLOWLOCATION, 0),
      (CURLOPT_TIMEOUT, Self.limitSeconds), (CURLOPT_CONNECTTIMEOUT, Self.limitSeconds),
      (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2),
      (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
    ]
    // Since 7.87; older ones wait for a look-up that nobody needs any more, as long as it takes.
    _ = ipclust_curl_set_number(&library, handle, Self.quickExit, 1)
    // An empty proxy is none, whatever the environment says.
    let texts: [(CURLoption, String)] = [(CURLOPT_URL, url), (CURLOPT_PROXY, "")]
    return numbers.allSatisfy { ipclust_curl_set_number(&library, handle, $0.0, $0.1) == 1 }
      && texts.allSatisfy { ipclust_curl_set_text(&library, handle, $0.0, $0.1) == 1 }
  }
}

/// What is known of an exchange while libcurl has it.
private final class Exchange {
  let isAllowed: (IPAddress) -> Bool
  let isCancelled: () -> Bool
  var byteCount = 0
  var refusedAddress: IPAddress?
  var wasCancelled = false

  init(isAllowed: @escaping (IPAddress) -> Bool, isCancelled: @escaping () -> Bool) {
    self.isAllowed = isAllowed
    self.isCancelled = isCancelled
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> Exchange? {
    context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Counts a piece of the answer; its content does not matter. Another count than given ends it.
  static let take: curl_write_callback = { _, size, count, context in
    guard let exchange = of(context) else { return 0 }
    exchange.byteCount += size * count
    return exchange.byteCount <= HTTPClient.answerByteLimit ? size * count : 0
  }

  /// Makes a socket for an address that the host's name led to, if that is allowed.
  static let open: curl_opensocket_callback = { context, _, destination in
    let none: curl_socket_t = -1
    guard let exchange = of(context), let destination else { return none }
    guard let address = address(at: destination) else { return none }
    guard exchange.isAllowed(address) else {
      if exchange.refusedAddress == nil { exchange.refusedAddress = address }
      return none
    }
    let kind = destination.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return socket(destination.pointee.family, kind, destination.pointee.protocol)
  }

  /// Anything but 0 ends the exchange.
  static let ask: curl_xferinfo_callback = { context, _, _, _, _ in
    guard let exchange = of(context) else { return 1 }
    if exchange.isCancelled() { exchange.wasCancelled = true }
    return exchange.wasCancelled ? 1 : 0
  }

  /// The address of a socket's; libcurl keeps room for the longest behind the field.
  private static func address(at destination: UnsafeMutablePointer<curl_sockaddr>) -> IPAddress? {
    guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
    let byteCount = Int(destination.pointee.addrlen)
    let bytes = Array(
      UnsafeRawBufferPointer(start: UnsafeRawPointer(destination) + offset, count: byteCount))
    switch destination.pointee.family {
    case AF_INET where byteCount >= MemoryLayout<sockaddr_in>.size:
      return IPAddress(ipv4: UInt32(number(bytes[4..<8])))
    case AF_INET6 where byteCount >= MemoryLayout<sockaddr_in6>.size:
      return IPAddress(family: .ipv6, high: number(bytes[8..<16]), low: number(bytes[16..<24]))
    default:
      return nil
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}

/// The parts of a URL that matter for a webhook, as libcurl will read it.
struct WebAddress: Equatable {
  let scheme: String
  /// Without the brackets of IPv6; odd ways to write an IPv4 address are gone.
  let host: String
  let hasUser: Bool
  /// Without user, query and fragment.
  let place: String

  /// Nil for text that is no URL, and where there is no libcurl.
  init?(_ text: String) {
    guard let library = HTTPClient.opened, let url = library.url() else { return nil }
    defer { library.url_cleanup(url) }
    guard library.url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK,
      let scheme = Self.part(CURLUPART_SCHEME, of: url, library),
      let host = Self.part(CURLUPART_HOST, of: url, library)
    else { return nil }
    self.scheme = scheme.lowercased()
    self.host = host.trimming { $0 == "[" || $0 == "]" }.lowercased()
    hasUser =
      Self.part(CURLUPART_USER, of: url, library) != nil
      || Self.part(CURLUPART_PASSWORD, of: url, library) != nil
    for part in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT] {
      _ = library.url_set(url, part, nil, 0)
    }
    guard let place = Self.part(CURLUPART_URL, of: url, library) else { return nil }
    self.place = place
  }

  private static func part(
    _ part: CURLUPart, of url: OpaquePointer, _ library: ipclust_curl
  ) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard library.url_get(url, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { library.free_text(text) }
    return String(cString: text)
  }
}

extension HTTPClient {
  /// Whether there is a libcurl.
  static var isAvailable: Bool { library != nil }

  fileprivate static var opened: ipclust_curl? { library }
}

extension String {
  fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> String {
    String(drop(while: isTrimmed).reversed().drop(while: isTrimmed).reversed())
  }
}
