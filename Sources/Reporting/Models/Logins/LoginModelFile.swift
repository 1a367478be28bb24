import Detection
import Learning
import Records

/// A saved classifier of logins as a file, described by docs/schemas/logins.model.schema.json.
public enum LoginModelFile {
  static let schema = "ipclust.logins.model"
  static let schemaVersion = 1
  /// Larger files are not read, and not written.
  public static let maximumByteCount = ModelSeal.maximumByteCount

  /// The document, or nil where it would be larger than what is read.
  public static func bytes(of model: SavedLoginModel) -> [UInt8]? {
    ModelSeal.sealed(schema: schema, schemaVersion: schemaVersion) { json, _ in
      writeReceipt(model, to: &json)
      json.object("features") { json in
        json.member("name", model.schema.name)
        json.member("schemaVersion", model.schema.schemaVersion)
        json.array("features", .compact) { json in
          for feature in model.schema.features { json.value(feature) }
        }
      }
      json.object("scaler") { json in write(model.model.scaler, to: &json) }
      json.object("classifier") { json in
        json.member("name", model.model.name.rawValue)
        LoginModelWriting.write(model.model, to: &json)
      }
    }
  }

  /// Writes what the model was made of and how.
  static func writeReceipt(_ model: SavedLoginModel, to json: inout JSONWriter) {
    json.object("receipt") { json in
      json.member("classifier", model.model.name.rawValue)
      json.array("parameters", .compact) { json in
        for parameter in model.parameters {
          json.object { json in
            json.member("name", parameter.name)
            json.member("value", parameter.value)
          }
        }
      }
      json.member("seed", model.seed)
      json.member("periodSeconds", Int(model.periodSeconds))
      json.member("refitsScaler", model.model.refitsScaler)
      json.array("lessons") { json in
        for lesson in model.lessons { json.object { json in write(lesson, to: &json) } }
      }
    }
  }

  private static func write(_ lesson: SavedLoginModel.Lesson, to json: inout JSONWriter) {
    json.member("version", lesson.version)
    json.member("from", lesson.from?.description)
    json.member("to", lesson.to?.description)
    json.member("rowsFrom", lesson.rowTimes?.lowerBound.description)
    json.member("rowsTo", lesson.rowTimes?.upperBound.description)
    json.member("rowCount", lesson.rowCount)
    json.member("attackCount", lesson.attackCount)
    json.array("inputs") { json in
      for input in lesson.inputs {
        json.object(.compact) { json in
          ScanJSON.writePath(input.path, to: &json)
          json.member("status", input.status.rawValue)
          json.member("sha256", input.sha256)
          json.member("rowCount", input.rowCount)
          json.member("usedRowCount", input.usedRowCount)
        }
      }
    }
  }

  private static func write(_ scaler: StandardScalerModel, to json: inout JSONWriter) {
    json.member("totalWeight", scaler.totalWeight)
    json.member("means", scaler.means)
    json.member("variances", scaler.variances)
  }
}

extension LoginClassifierModel {
  /// Whether updates fit the scaler to their own rows alone.
  var refitsScaler: Bool {
    switch self {
    case .dummy(let model): model.refitsScaler
    case .naiveBayes(let model): model.refitsScaler
    case .logisticRegression(let model): model.refitsScaler
    case .randomForest(let model): model.refitsScaler
    case .sgd(let model): model.refitsScaler
    case .passiveAggressive(let model): model.refitsScaler
    }
  }
}
