/// What a message of OpenSSH's server says about an attempt to log in.
///
///     Failed METHOD for [invalid user ]NAME from ADDRESS port PORT ssh2[: KEY]
///     Accepted METHOD for NAME from ADDRESS port PORT ssh2[: KEY]
///     Invalid user NAME from ADDRESS[ port PORT]
///     User NAME from ADDRESS not allowed because …
///
/// Goals, in order: the address is the one that the server wrote, whatever a client sent as its name;
/// every attempt is found; the name is as the server wrote it. NAME, and where no method of that name
/// exists also METHOD, are the client's to choose, so all else is found from the right end, where the
/// server writes.
/// - SeeAlso: OpenSSH, auth.c, `auth_log`, `getpwnamallow` and `allowed_user`.
struct SSHMessage: Equatable {
  enum Kind {
    case failed
    case accepted
    /// That the name is unknown or shut out, which the server says before any password is tried.
    case announced
  }

  let kind: Kind
  let username: [UInt8]
  let address: IPAddress
  let failureReason: LoginFailureReason?

  /// A line without its end is not the server's whole: where a client chose a name, or a method that
  /// does not exist, its words may be what seems to be the end. Then nothing is believed but what is
  /// said of accounts that exist.
  ///
  /// - Parameter isEnded: whether the line has its end.
  /// - Throws: `notAnAttempt` for other messages, `sameAttempt` for a limit that attempts have reached,
  ///   `badIP` where no address stands in its place, `malformed` for a message that is cut or can be
  ///   read in two ways.
  init(_ bytes: [UInt8], isEnded: Bool = true) throws(SkipReason) {
    let message = bytes.dropping(suffix: " [preauth]")
    if message.begins(with: "Failed "), !message.begins(with: "Failed to ") {
      guard isEnded else { throw .malformed }
      try self.init(result: message.dropping(prefix: "Failed "), .failed, isEnded)
    } else if message.begins(with: "Accepted ") {
      try self.init(result: message.dropping(prefix: "Accepted "), .accepted, isEnded)
    } else if message.begins(with: "Invalid user ") {
      guard isEnded else { throw .malformed }
      try self.init(unknown: message.dropping(prefix: "Invalid user "))
    } else if message.begins(with: "User ") {
      try self.init(refused: message.dropping(prefix: "User "), isEnded)
    } else if message.begins(with: "error: maximum authentication attempts exceeded for ")
      || message.begins(with: "maximum authentication attempts exceeded for ")
    {
      throw .sameAttempt
    } else {
      throw .notAnAttempt
    }
  }

  private init(
    result text: ArraySlice<UInt8>, _ kind: Kind, _ isEnded: Bool
  ) throws(SkipReason) {
    guard let (rest, word) = try Self.origin(of: text, isEnded), let start = rest.range(of: " for ")
    else {
      throw .malformed
    }
    let method = rest[..<start.lowerBound]
    // A client that only asks which methods there are.
    if kind == .failed, method.elementsEqual("none".utf8) { throw .notAnAttempt }
    var name = rest[start.upperBound...]
    let isUnknown = kind == .failed && name.begins(with: "invalid user ")
    if isUnknown { name = name.dropping(prefix: "invalid user ") }
    self.kind = kind
    username = Array(name)
    address = try Self.address(word)
    failureReason =
      kind == .accepted ? nil : isUnknown ? .wrongUsername : Self.reason(ofMethod: method)
  }

  private static func reason(ofMethod method: ArraySlice<UInt8>) -> LoginFailureReason {
    let isOfKeys = ["publickey", "hostbased", "gssapi"].contains { method.begins(with: $0) }
    return isOfKeys ? .wrongKey : .wrongPassword
  }

  private init(unknown text: ArraySlice<UInt8>) throws(SkipReason) {
    guard let from = text.lastRange(of: "from "),
      from.lowerBound == text.startIndex || text[from.lowerBound - 1] == UInt8(ascii: " ")
    else { throw .malformed }
    var words = text[from.upperBound...].split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    // OpenSSH 7.2 and older name no port.
    if words.count == 3, words[1].elementsEqual("port".utf8), Self.isNumber(words[2]) {
      words.removeLast(2)
    }
    guard words.count == 1 else { throw .malformed }
    kind = .announced
    username = Array(text[..<max(text.startIndex, from.lowerBound - 1)])
    address = try Self.address(words[0])
    failureReason = .wrongUsername
  }

  /// Of an account that exists; its name is the system's, so that it is no client's to choose.
  private init(refused text: ArraySlice<UInt8>, _ isEnded: Bool) throws(SkipReason) {
    guard let reason = text.lastRange(of: " not allowed because "),
      let from = text[..<reason.lowerBound].lastRange(of: " from ")
    else { throw .notAnAttempt }
    kind = .announced
    username = Array(text[..<from.lowerBound])
    address = try Self.address(text[from.upperBound..<reason.lowerBound])
    let isLocked = text[reason.upperBound...].elementsEqual("account is locked".utf8)
    // Other reasons may be this one, cut.
    guard isEnded || isLocked else { throw .malformed }
    failureReason = isLocked ? .accountLocked : .notAllowed
  }

  private static func address(_ word: ArraySlice<UInt8>) throws(SkipReason) -> IPAddress {
    let bytes = Array(word)
    return try loginAddress(bytes.span)
  }

  // MARK: The right end

  /// What stands before ` from ADDRESS port PORT ssh2[: KEY]`, and the word in the address's place;
  /// nil where there is no such end.
  ///
  /// A message that ends in ` ssh2` has no KEY, and its last words are the server's. Behind a KEY the
  /// place must be found: it is the last that looks like one if what follows is a fingerprint, which
  /// no client can word. A KEY that quotes others (the client's user and host of a host-based
  /// attempt, the name in a certificate) is believed only where one place alone looks like one; so is
  /// one that may be cut.
  private static func origin(
    of text: ArraySlice<UInt8>, _ isEnded: Bool
  ) throws(SkipReason) -> (rest: ArraySlice<UInt8>, word: ArraySlice<UInt8>)? {
    if let end = text.lastRange(of: " ssh2"), end.upperBound == text.endIndex {
      return place(text[..<end.lowerBound])
    }
    var places: [(rest: ArraySlice<UInt8>, word: ArraySlice<UInt8>)] = []
    var end = text[text.endIndex...]
    var rest = text
    // Whatever follows: the server's own place may have been given another end on the way.
    while let mark = rest.range(of: " ssh2") {
      if let place = place(text[..<mark.lowerBound]) {
        places.append(place)
        end = text[mark.upperBound...]
      }
      rest = rest[mark.upperBound...]
    }
    guard end.begins(with: ": ") else { return nil }
    guard places.count < 2 || (isEnded && isFingerprint(end.dropping(prefix: ": "))) else {
      throw .malformed
    }
    return places.last
  }

  /// Splits `… from WORD port PORT`.
  private static func place(
    _ text: ArraySlice<UInt8>
  ) -> (rest: ArraySlice<UInt8>, word: ArraySlice<UInt8>)? {
    guard let port = text.lastRange(of: " port "), isNumber(text[port.upperBound...]),
      let from = text[..<port.lowerBound].lastRange(of: " from ")
    else { return nil }
    let word = text[from.upperBound..<port.lowerBound]
    guard !word.isEmpty, !word.contains(UInt8(ascii: " ")) else { return nil }
    return (text[..<from.lowerBound], word)
  }

  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    !text.isEmpty && text.count <= 5
      && text.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }

  /// `ED25519 SHA256:…`: the type of a key and a hash of it.
  private static func isFingerprint(_ text: ArraySlice<UInt8>) -> Bool {
    let words = text.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    return words.count == 2 && !words[0].isEmpty && words[0].allSatisfy { isKeyByte($0) }
      && (words[1].begins(with: "SHA256:") || words[1].begins(with: "MD5:"))
      && words[1].allSatisfy { isHashByte($0) }
  }

  /// Base64 or hexadecimal with colons: no quote, which ends the words of a host-based client.
  private static func isHashByte(_ byte: UInt8) -> Bool {
    isKeyByte(byte) || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
      || [UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: ":")].contains(byte)
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte == UInt8(ascii: "-")
  }
}
