import Features
import Records

/// A classifier that outlives its training, and how it came to be.
public struct SavedLoginModel: Sendable, Equatable {
  /// One file that was learned from: a log, or labels.
  public struct Input: Sendable, Equatable {
    public let path: InputPath
    public let status: InputSummary.Status
    /// Of the decompressed bytes, in hexadecimal; absent where they are not known.
    public let sha256: String?
    public let rowCount: Int
    public let usedRowCount: Int

    public init(
      path: InputPath, status: InputSummary.Status, sha256: String?, rowCount: Int,
      usedRowCount: Int
    ) {
      self.path = path
      self.status = status
      self.sha256 = sha256
      self.rowCount = rowCount
      self.usedRowCount = usedRowCount
    }
  }

  /// One step of learning: the training, then every update.
  public struct Lesson: Sendable, Equatable {
    /// Of the program that took it.
    public let version: String
    public let inputs: [Input]
    /// The time asked for, half-open; absent where it was not limited.
    public let from: Timestamp?
    public let to: Timestamp?
    /// From the first row to the end of the last; absent in models of earlier versions.
    public let rowTimes: Range<Timestamp>?
    public let rowCount: Int
    public let attackCount: Int

    public init(
      version: String, inputs: [Input], from: Timestamp?, to: Timestamp?,
      rowTimes: Range<Timestamp>? = nil, rowCount: Int, attackCount: Int
    ) {
      self.version = version
      self.inputs = inputs
      self.from = from
      self.to = to
      self.rowTimes = rowTimes
      self.rowCount = rowCount
      self.attackCount = attackCount
    }
  }

  public let schema: FeatureSchema
  /// How long the rows are that it judges.
  public let periodSeconds: Int64
  public let parameters: [LoginParameter]
  public let seed: UInt64
  /// The training first; never empty.
  public let lessons: [Lesson]
  public let model: LoginClassifierModel
  /// SHA-256 of the file it was read from, in hexadecimal; nil of one that is in no file yet.
  public let checksum: String?

  public init(
    schema: FeatureSchema, periodSeconds: Int64, parameters: [LoginParameter], seed: UInt64,
    lessons: [Lesson], model: LoginClassifierModel, checksum: String? = nil
  ) {
    precondition(!lessons.isEmpty, "a model has learned from something")
    precondition(
      schema.features.count == model.scaler.featureCount, "the model has the features of the schema"
    )
    self.schema = schema
    self.periodSeconds = periodSeconds
    self.parameters = parameters
    self.seed = seed
    self.lessons = lessons
    self.model = model
    self.checksum = checksum
  }

  /// The same model after another lesson.
  public func with(_ model: LoginClassifierModel, _ lesson: Lesson) -> SavedLoginModel {
    SavedLoginModel(
      schema: schema, periodSeconds: periodSeconds, parameters: parameters, seed: seed,
      lessons: lessons + [lesson], model: model)
  }
}
