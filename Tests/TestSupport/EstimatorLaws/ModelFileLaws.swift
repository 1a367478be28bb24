/// E36–E38 for one subject, whose models a file can hold.
///
/// They are run where these files are written and read; `LawTable` only knows that they are.
public struct ModelFileLaws<Model> {
  /// Subjects whose models files can hold, by name.
  public static var subjectNames: [String] { ["Bayesian mixture, full", "k-means", "PCA"] }

  private let model: Model
  private let write: (Model) throws -> [UInt8]
  private let read: ([UInt8]) throws -> Model
  /// Numbers that predictions consist of.
  private let outputs: (Model) throws -> [Double]

  public init(
    _ model: Model, write: @escaping (Model) throws -> [UInt8],
    read: @escaping ([UInt8]) throws -> Model, outputs: @escaping (Model) throws -> [Double]
  ) {
    self.model = model
    self.write = write
    self.read = read
    self.outputs = outputs
  }

  /// E36: what is read predicts the same, bit for bit.
  public func savedModel() throws -> LawVerdict {
    var claims = LawClaims()
    let bytes = try write(model)
    let copy = try read(bytes)
    let expected = try outputs(model)
    claims.claim("there are results to compare", !expected.isEmpty)
    let results = try outputs(copy)
    claims.claim(
      "results are the same bits", results.map(\.bitPattern) == expected.map(\.bitPattern))
    claims.claim("it is written as the same bytes", try write(copy) == bytes)
    return claims.verdict
  }

  /// E37: a file that was cut, or of which a byte has changed, is refused as damaged.
  public func damagedModel(isDamage: (any Error) -> Bool) throws -> LawVerdict {
    var claims = LawClaims()
    let bytes = try write(model)
    // Every byte is tried by the tests of the reader; here those of every region.
    let step = max(bytes.count / 512, 1)
    for index in stride(from: 0, to: bytes.count, by: step) {
      var changed = bytes
      changed[index] ^= 1 << UInt8(index % 7)
      try refused(changed, "byte \(index) changed", &claims, isDamage)
      try refused(Array(bytes[..<index]), "\(index) bytes", &claims, isDamage)
    }
    return claims.verdict
  }

  /// E38: a file of other features is refused as that.
  public func modelOfOtherFeatures(
    _ bytes: [UInt8], isOtherFeatures: (any Error) -> Bool
  ) throws -> LawVerdict {
    var claims = LawClaims()
    try refused(bytes, "other features", &claims, isOtherFeatures)
    return claims.verdict
  }

  private func refused(
    _ bytes: [UInt8], _ what: String, _ claims: inout LawClaims, _ isExpected: (any Error) -> Bool
  ) throws {
    do {
      _ = try read(bytes)
      claims.claim("\(what): refused", false)
    } catch {
      claims.claim("\(what): refused, but as \(error)", isExpected(error))
    }
  }
}
