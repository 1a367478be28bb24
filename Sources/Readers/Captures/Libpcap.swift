import CPcap
import Records

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// A capture opened through libpcap, fed from a `ByteStream`.
///
/// The only file that imports libpcap. The library sees the stream as a `FILE`, so pipes and
/// compressed files read like plain ones. `@safe`: no pointer leaves it but the frame's bytes, as a
/// span that ends with the call.
@safe final class Libpcap {
  /// Bytes that the `FILE` takes from the stream at once.
  private static let bufferByteCount = 256 << 10

  private let handle: OpaquePointer
  /// The `FILE` behind `handle` refers to the stream without holding it.
  private let stream: ByteStream

  /// Nanosecond times, whatever the file has.
  ///
  /// - Throws: libpcap's words for what is wrong with the file's header.
  init(_ stream: ByteStream) throws(LibpcapMessage) {
    self.stream = stream
    guard let file = unsafe Self.open(stream) else {
      throw LibpcapMessage("the system has no memory for a file buffer")
    }
    // Null buffer: stdio allocates one of this size itself and frees it with the file.
    unsafe setvbuf(file, nil, _IOFBF, Self.bufferByteCount)
    var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
    let opened = unsafe message.withUnsafeMutableBufferPointer { buffer in
      // libpcap writes at most PCAP_ERRBUF_SIZE bytes with a zero at their end.
      unsafe pcap_fopen_offline_with_tstamp_precision(
        file, UInt32(PCAP_TSTAMP_PRECISION_NANO), buffer.baseAddress)
    }
    guard let opened = unsafe opened else {
      unsafe fclose(file)
      let bytes = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw LibpcapMessage(String(decoding: bytes, as: UTF8.self))
    }
    unsafe handle = opened
  }

  deinit {
    // Closes the FILE as well.
    unsafe pcap_close(handle)
  }

  /// The link type of every frame.
  var linkType: LinkType { LinkType(rawValue: unsafe pcap_datalink(handle)) }

  /// Hands the next frame to `body`.
  ///
  /// - Returns: false at the end of the capture.
  /// - Throws: libpcap's words for what is wrong with the next record.
  @inline(__always)
  func next(
    _ body: (_ header: CapturedFrame, _ frame: Span<UInt8>) -> Void
  ) throws(LibpcapMessage) -> Bool {
    var header: UnsafeMutablePointer<pcap_pkthdr>?
    var data: UnsafePointer<UInt8>?
    let code = unsafe pcap_next_ex(handle, &header, &data)
    guard code == 1, let header = unsafe header, let data = unsafe data else {
      if code == PCAP_ERROR_BREAK { return false }
      // pcap_geterr gives the handle's own buffer, which ends in a zero.
      throw LibpcapMessage(unsafe String(cString: pcap_geterr(handle)))
    }
    // libpcap has read `caplen` bytes to `data` and leaves them there until the next call, which
    // cannot come before this one returns.
    let frame = unsafe Span(
      _unsafeStart: data, count: Int(header.pointee.caplen))
    body(
      CapturedFrame(
        seconds: unsafe Int64(header.pointee.ts.tv_sec),
        nanoseconds: unsafe Int64(header.pointee.ts.tv_usec),
        originalByteCount: unsafe Int(header.pointee.len)),
      frame)
    return true
  }

  /// libpcap's name of a link type (`EN10MB`); its number where the library has none.
  static func name(_ linkType: LinkType) -> String {
    // The name is a constant string of the library.
    guard let name = unsafe pcap_datalink_val_to_name(linkType.rawValue) else {
      return "DLT \(linkType.rawValue)"
    }
    return unsafe String(cString: name)
  }

  /// A `FILE` for reading whose bytes are the stream's.
  private static func open(_ stream: ByteStream) -> UnsafeMutablePointer<FILE>? {
    // Not retained: the FILE dies with the handle, before the stream that the same object holds.
    let cookie = unsafe Unmanaged.passUnretained(stream).toOpaque()
    #if canImport(Darwin)
      return unsafe funopen(
        cookie,
        { cookie, buffer, size in
          unsafe Int32(Libpcap.read(cookie, buffer, Int(size)))
        }, nil, nil, nil)
    #else
      var functions = cookie_io_functions_t()
      unsafe functions.read = { cookie, buffer, size in
        unsafe Libpcap.read(cookie, buffer, size)
      }
      return unsafe fopencookie(cookie, "r", functions)
    #endif
  }

  /// Copies at most `size` of the stream's next bytes to `buffer`; 0 at its end.
  private static func read(
    _ cookie: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int
  ) -> Int {
    guard let cookie = unsafe cookie, let buffer = unsafe buffer, size > 0 else { return 0 }
    // The cookie is the stream that `open` was given, alive as long as the FILE.
    let stream = unsafe Unmanaged<ByteStream>.fromOpaque(cookie).takeUnretainedValue()
    var count = 0
    _ = stream.take(upTo: size) { bytes in
      count = bytes.count
      // `take` gives at most `size` bytes, and stdio's buffer has room for `size`.
      unsafe bytes.withUnsafeBytes { source in
        if let start = source.baseAddress { unsafe memcpy(buffer, start, source.count) }
      }
    }
    return count
  }
}

/// What libpcap says of a frame besides its bytes.
struct CapturedFrame {
  let seconds: Int64
  /// Not always below a second: files hold what they like.
  let nanoseconds: Int64
  let originalByteCount: Int
}
