import Detection
import Features
import Learning
import Records

/// Turns the members of a model file into values whose shapes and ranges are known to be sound.
enum LoginModelReader {
  /// Documents hold no more, for they have 64 MiB.
  static let largestListCount = 1 << 22
  private static let secondsPerDay = 86_400
  /// No table of features comes near it, and what is made of numbers up to it stays finite.
  static let largestMagnitude = 1e60

  static func model(
    _ root: JSONElement, _ schema: FeatureSchema, checksum: String
  ) throws(JSONFault) -> SavedLoginModel {
    try ModelMembers.read(root) { (members) throws(JSONFault) in
      for key in ["schema", "schemaVersion", "checksum", "features"] { _ = try members.take(key) }
      let receipt = try receipt(members.take("receipt"), schema)
      let scaler = try scaler(members.take("scaler"), featureCount: schema.features.count)
      let element = try members.take("classifier")
      let model = try LoginClassifierReader(scaler: scaler, refitsScaler: receipt.refitsScaler)
        .model(element)
      guard model.name == receipt.name else {
        throw element.fault("expected the classifier of the receipt, but found another")
      }
      return SavedLoginModel(
        schema: schema, periodSeconds: receipt.periodSeconds, parameters: receipt.parameters,
        seed: receipt.seed, lessons: receipt.lessons, model: model, checksum: checksum)
    }
  }

  private static func scaler(
    _ element: JSONElement, featureCount: Int
  ) throws(JSONFault) -> StandardScalerModel {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      let weight = try members.positive("totalWeight")
      let means = try members.bounded("means", count: featureCount)
      let variances = try members.take("variances")
      let values = try variances.numbers(count: featureCount)
      guard values.allSatisfy({ $0 == 0 || Self.isPlausible($0) }) else {
        throw variances.fault("expected variances of 0 or more, but found another number")
      }
      return StandardScalerModel(totalWeight: weight, means: means, variances: values)
    }
  }

  /// Whether a variance or weight is positive, and neither it nor its reciprocal is out of bounds.
  static func isPlausible(_ number: Double) -> Bool {
    number >= 1 / largestMagnitude && number <= largestMagnitude
  }

  // MARK: Receipt

  private struct Receipt {
    let name: LoginClassifierName
    let parameters: [LoginParameter]
    let seed: UInt64
    let periodSeconds: Int64
    let refitsScaler: Bool
    let lessons: [SavedLoginModel.Lesson]
  }

  private static func receipt(
    _ element: JSONElement, _ features: FeatureSchema
  ) throws(JSONFault) -> Receipt {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      let name = try members.choice("classifier", LoginClassifierName.self)
      let parameters = try members.list("parameters", atMost: largestListCount, parameter)
      let seed = try members.take("seed").unsignedInteger()
      let period = try members.take("periodSeconds")
      let seconds = Int64(try period.integer(in: 1...secondsPerDay))
      guard MinuteTable.Resolution(seconds: seconds) != nil else {
        throw period.fault("expected seconds of which a day is a multiple, but found others")
      }
      if let table = LoginFeatureTable(features), !table.hasRows(ofSeconds: seconds) {
        throw period.fault("expected seconds of a row that these features have, but found others")
      }
      let refitsScaler = try members.boolean("refitsScaler")
      let element = try members.take("lessons")
      var lessons: [SavedLoginModel.Lesson] = []
      for element in try element.elements(atMost: largestListCount) {
        lessons.append(try lesson(element))
      }
      guard !lessons.isEmpty else {
        throw element.fault("expected a lesson or more, but found none")
      }
      return Receipt(
        name: name, parameters: parameters, seed: seed, periodSeconds: seconds,
        refitsScaler: refitsScaler, lessons: lessons)
    }
  }

  private static func parameter(_ element: JSONElement) throws(JSONFault) -> LoginParameter {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      LoginParameter(
        name: try ModelReader.shown(members.take("name")),
        value: try ModelReader.shown(members.take("value")))
    }
  }

  private static func lesson(_ element: JSONElement) throws(JSONFault) -> SavedLoginModel.Lesson {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      let version = try ModelReader.shown(members.take("version"))
      let from = try ModelReader.time(members.optional("from"))
      let to = try ModelReader.time(members.optional("to"))
      let rowTimes = try rowTimes(&members)
      let rowCount = try members.count("rowCount")
      return SavedLoginModel.Lesson(
        version: version,
        inputs: try members.list("inputs", atMost: largestListCount, input), from: from, to: to,
        rowTimes: rowTimes, rowCount: rowCount,
        attackCount: try members.count("attackCount", in: 0...rowCount))
    }
  }

  /// Both ends, or neither.
  private static func rowTimes(
    _ members: inout ModelMembers
  ) throws(JSONFault) -> Range<Timestamp>? {
    guard let start = try ModelReader.time(members.optional("rowsFrom")) else { return nil }
    let element = try members.take("rowsTo")
    guard let end = try ModelReader.time(element), start < end else {
      throw element.fault("expected a time after 'rowsFrom', but found another")
    }
    return start..<end
  }

  private static func input(_ element: JSONElement) throws(JSONFault) -> SavedLoginModel.Input {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      let path = try ModelReader.path(&members)
      let hash = try ModelReader.hash(members.optional("sha256"))
      return SavedLoginModel.Input(
        path: path, status: try members.choice("status", InputSummary.Status.self), sha256: hash,
        rowCount: try members.count("rowCount"), usedRowCount: try members.count("usedRowCount"))
    }
  }
}

extension ModelMembers {
  mutating func positive(_ key: String) throws(JSONFault) -> Double {
    let element = try take(key)
    let number = try element.number()
    guard LoginModelReader.isPlausible(number) else {
      throw element.fault("expected a positive number, but found another")
    }
    return number
  }

  /// Numbers so small that sums and products of them are finite.
  mutating func bounded(_ key: String, count: Int) throws(JSONFault) -> [Double] {
    let element = try take(key)
    let numbers = try element.numbers(count: count)
    guard numbers.allSatisfy({ abs($0) <= LoginModelReader.largestMagnitude }) else {
      throw element.fault("expected numbers of a training, but found a larger one")
    }
    return numbers
  }

  mutating func bounded(_ key: String) throws(JSONFault) -> Double {
    let element = try take(key)
    let number = try element.number()
    guard abs(number) <= LoginModelReader.largestMagnitude else {
      throw element.fault("expected a number of a training, but found a larger one")
    }
    return number
  }

  /// A number from 0 to 1.
  mutating func share(_ key: String) throws(JSONFault) -> Double {
    let element = try take(key)
    let number = try element.number()
    guard (0...1).contains(number) else {
      throw element.fault("expected a number from 0 to 1, but found another")
    }
    return number
  }
}
