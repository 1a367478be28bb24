import Detection
import Features
import LinearAlgebra
import Records

/// Turns the members of a model file into values whose shapes and ranges are known to be sound.
///
/// Every count is compared with what was announced before anything of that size is made.
enum ModelReader {
  /// One for each side and family.
  static let largestPopulationCount = 4
  /// Documents hold no more, for they have 64 MiB.
  private static let largestListCount = 1 << 22

  static func model(_ root: JSONElement, checksum: String) throws(JSONFault) -> SavedModel {
    try ModelMembers.read(root) { (members) throws(JSONFault) in
      for key in ["schema", "schemaVersion", "checksum"] { _ = try members.take(key) }
      let receipt = try receipt(members.take("receipt"))
      let element = try members.take("populations")
      var populations: [PopulationModel] = []
      for element in try element.elements(atMost: largestPopulationCount) {
        populations.append(try population(element))
      }
      let places = populations.map { ($0.side == .source ? 0 : 2) + ($0.family == .ipv4 ? 0 : 1) }
      guard !places.isEmpty, zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw element.fault("expected populations in their order, each once, but found others")
      }
      let name = receipt.options.features.encodingName
      guard populations.allSatisfy({ $0.schema.name == name }) else {
        throw element.fault("expected the features '\(name)' of the options, but found others")
      }
      return SavedModel(
        version: receipt.version, options: receipt.options, inputs: receipt.inputs,
        populations: populations, checksum: checksum)
    }
  }

  // MARK: Receipt

  private struct Receipt {
    let version: String
    let options: ScanOptions
    let inputs: [SavedModel.Input]
  }

  private static func receipt(_ element: JSONElement) throws(JSONFault) -> Receipt {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      let version = try shown(members.take("version"))
      let seed = try members.take("seed").unsignedInteger()
      var options = try options(members.take("options"))
      options.seed = seed
      let inputs = try members.list("inputs", atMost: largestListCount, input)
      return Receipt(version: version, options: options, inputs: inputs)
    }
  }

  private static func options(_ element: JSONElement) throws(JSONFault) -> ScanOptions {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      var options = ScanOptions()
      options.side = try members.choice("side", ScanOptions.SideChoice.self)
      options.family = try members.choice("family", ScanOptions.FamilyChoice.self)
      options.features = try members.choice("features", ScanOptions.FeatureChoice.self)
      options.algorithm = try members.choice("algorithm", ScanOptions.Algorithm.self)
      let components = try members.take("components")
      if (try? components.string()) == "auto" {
        options.components = .auto
      } else {
        options.components = .fixed(try components.integer(in: 1...largestComponentCount))
      }
      options.restartCount = try members.count("restarts")
      options.weighting = try members.choice("weight", ScanOptions.Weighting.self)
      let threshold = try members.take("threshold")
      guard let rule = ThresholdRule(commandLineText: try threshold.string()) else {
        throw threshold.fault("expected a rule for the threshold, but found another text")
      }
      options.threshold = rule
      options.reasons = try members.choice("reasons", ScanOptions.Reasons.self)
      options.stabilityRefitCount = try members.count("stability")
      options.records = try selection(&members)
      return options
    }
  }

  private static func selection(_ members: inout ModelMembers) throws(JSONFault) -> RecordSelection
  {
    var selection = RecordSelection()
    selection.filter = try members.optional("filter")?.string()
    selection.since = try time(members.optional("since"))
    selection.until = try time(members.optional("until"))
    if try members.optional("inner")?.boolean() == true { selection.depth = .innermost }
    return selection
  }

  static func time(_ element: JSONElement?) throws(JSONFault) -> Timestamp? {
    guard let element else { return nil }
    guard let time = Timestamp(try element.string()) else {
      throw element.fault("expected a time in RFC 3339, but found another text")
    }
    return time
  }

  private static func input(_ element: JSONElement) throws(JSONFault) -> SavedModel.Input {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      let path = try path(&members)
      let hash = try hash(members.optional("sha256"))
      return SavedModel.Input(
        path: path,
        status: try members.choice("status", InputSummary.Status.self), sha256: hash,
        byteCount: try members.count("byteCount"), packetCount: try members.count("packetCount"),
        usedPacketCount: try members.count("usedPacketCount"))
    }
  }

  /// A path as it was written, bytes that are no text included.
  static func path(_ members: inout ModelMembers) throws(JSONFault) -> InputPath {
    let text = try members.string("path")
    guard let element = members.optional("pathHex") else {
      return InputPath(bytes: Array(text.utf8))
    }
    guard let bytes = bytes(hexadecimal: try element.string()) else {
      throw element.fault("expected pairs of hexadecimal digits, but found another text")
    }
    return InputPath(bytes: bytes)
  }

  /// A SHA-256 in hexadecimal.
  static func hash(_ element: JSONElement?) throws(JSONFault) -> String? {
    guard let element else { return nil }
    let text = try element.string()
    guard bytes(hexadecimal: text)?.count == 32 else {
      throw element.fault("expected 64 hexadecimal digits, but found another text")
    }
    return text
  }

  /// Nil for anything but pairs of digits in small letters.
  private static func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = text.utf8.map { digit -> UInt8? in
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
      default: nil
      }
    }
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index], let low = digits[index + 1] else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  /// Text of which nothing is hidden or moves a cursor, since reports hold it.
  static func shown(_ element: JSONElement) throws(JSONFault) -> String {
    let text = try element.string()
    guard text.unicodeScalars.allSatisfy({ !$0.isHidden }) else {
      throw element.fault("expected a text that can be shown, but found a control character")
    }
    return text
  }
}

extension ScanOptions.FeatureChoice {
  /// Of the schema of what is made of addresses.
  fileprivate var encodingName: String {
    switch self {
    case .octets: "octets"
    case .behaviour: "behaviour"
    case .both: "octets-behaviour"
    }
  }
}

extension ThresholdRule {
  /// Reads what the option is: `percentile:4`; nil for other text.
  init?(commandLineText text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let value = Double(parts[1]), value.isFinite else { return nil }
    switch parts[0] {
    case "percentile" where (0...100).contains(value): self = .percentile(value)
    case "density": self = .density(value)
    case "p-value" where value > 0 && value <= 1: self = .pValue(value)
    case "fdr" where value > 0 && value <= 1: self = .falseDiscoveryRate(value)
    default: return nil
    }
  }
}
