import Records

// The file must show every change of a byte, to whoever has sha256sum, and be readable by any JSON
// reader. So the checksum stands in the document and covers all of its bytes but its own digits,
// which count as zeros. It guards against damage, not against an author: all that is read is checked
// besides.

/// What all model files have in common: one JSON document that names its schema and is sealed by a
/// checksum.
enum ModelSeal {
  /// Larger files are not read, and not written.
  static let maximumByteCount = 64 << 20
  /// Digits of a SHA-256, and what stands in their place while it is taken.
  static let checksumPlace = String(repeating: "0", count: 64)

  /// SHA-256 of `bytes` with zeros in place of `place`, where the checksum stands.
  static func checksum(of bytes: [UInt8], at place: Range<Int>) -> String {
    var hash = SHA256()
    hash.update(bytes.span.extracting(0..<place.lowerBound))
    hash.update(Array(checksumPlace.utf8).span)
    hash.update(bytes.span.extracting(place.upperBound..<bytes.count))
    return hash.hexadecimal()
  }

  // MARK: Writing

  /// The document whose members `body` writes behind the seal's own, or nil where it would be larger
  /// than what is read.
  static func sealed(
    schema: String, schemaVersion: Int, _ body: (inout JSONWriter, OutputBuffer) -> Void
  ) -> [UInt8]? {
    var bytes: [UInt8] = []
    let output = OutputBuffer { block throws(WriteFailure) in
      guard bytes.count + block.count <= maximumByteCount else {
        throw WriteFailure(errorNumber: 0)
      }
      bytes += block
    }
    var json = JSONWriter(output)
    json.object { json in
      json.member("schema", schema)
      json.member("schemaVersion", schemaVersion)
      json.member("checksum", checksumPlace)
      body(&json, output)
    }
    json.endDocument()
    do throws(WriteFailure) {
      try output.finish()
    } catch {
      return nil
    }
    // The first string of so many zeros: only constants stand before it.
    let zeros = Array(checksumPlace.utf8)
    guard let start = bytes.firstRange(of: zeros)?.lowerBound else {
      preconditionFailure("a document has a place for its checksum")
    }
    let place = start..<start + zeros.count
    bytes.replaceSubrange(place, with: checksum(of: bytes, at: place).utf8)
    return bytes
  }

  // MARK: Reading

  /// A document whose bytes are those that were sealed.
  struct Opened {
    let root: JSONElement
    let schema: String
    let checksum: String
  }

  /// A kind of model in the words of messages, and what writes it.
  private struct Kind {
    let name: String
    let command: String
  }

  private static let kinds = [
    ModelFile.schema: Kind(name: "a model of a scan's clusters", command: "scan --save-model"),
    LoginModelFile.schema: Kind(name: "a login model", command: "logins train"),
  ]

  /// Opens a document that claims to be a model of one of `schemas`, and believes nothing of it.
  ///
  /// - Parameter schemas: with the version that is read.
  /// - Throws: `newer-model` where it says that it is of a later version, else `bad-model`.
  static func opened(_ bytes: [UInt8], as schemas: [String: Int]) throws(InputFailure) -> Opened {
    guard !bytes.isEmpty else { throw damage("expected a model, but the file is empty") }
    guard bytes.count <= maximumByteCount else {
      throw damage("expected a model of at most \(maximumByteCount) bytes, but found more")
    }
    let root = try checked { () throws(JSONFault) -> JSONElement in try JSONDocument(bytes).root }
    let members = try checked { () throws(JSONFault) -> [String: JSONElement] in
      try root.members()
    }
    let schema = (try? members["schema"]?.string()) ?? ""
    let version = (try? members["schemaVersion"]?.integer(in: 0...Int.max)) ?? 0
    if schemas[schema] == nil, let found = kinds[schema],
      let expected = schemas.keys.compactMap({ kinds[$0] }).first
    {
      throw InputFailure(
        .badModel,
        "expected \(expected.name) made by 'ipclust \(expected.command)', but found "
          + "\(found.name) made by 'ipclust \(found.command)'; name another file")
    }
    guard let known = schemas[schema], version >= 1 else {
      throw damage("expected a model of ipclust, but this is another document")
    }
    // Before the checksum, which a later version may take in another way.
    guard version == known else {
      throw newer("schema version \(known)", found: "\(version)")
    }
    guard let checksum = members["checksum"] else {
      throw damage("expected the member 'checksum', but found none", at: root.range.lowerBound)
    }
    guard (try? checksum.string())?.utf8.count == checksumPlace.utf8.count,
      checksum.range.count == checksumPlace.utf8.count + 2
    else {
      throw damage("expected 64 hexadecimal digits", at: checksum.range.lowerBound)
    }
    // The quotes are no part of its place.
    let place = checksum.range.lowerBound + 1..<checksum.range.upperBound - 1
    guard bytes[place].elementsEqual(self.checksum(of: bytes, at: place).utf8) else {
      throw damage(
        "expected the bytes that its checksum was taken of, but the file has changed since",
        at: place.lowerBound)
    }
    return Opened(
      root: root, schema: schema, checksum: String(decoding: bytes[place], as: UTF8.self))
  }

  // MARK: Failures

  static let remedy = "; save it again, or name another file"

  static func damage(_ message: String, at byteOffset: Int? = nil) -> InputFailure {
    InputFailure(.badModel, message + remedy, byteOffset: byteOffset)
  }

  static func newer(_ expectation: String, found: String) -> InputFailure {
    InputFailure(
      .newerModel,
      "expected \(expectation) or earlier, but found \(found); use the ipclust that saved it, or a "
        + "later one")
  }

  static func checked<Result>(
    _ body: () throws(JSONFault) -> Result
  ) throws(InputFailure) -> Result {
    do throws(JSONFault) {
      return try body()
    } catch {
      throw damage(error.message, at: error.byteOffset)
    }
  }
}
