/// What every estimator is asked, by the ids of the conformance list.
///
/// Ids are stable: a check that is given up keeps its number, and a new one gets the next.
public enum EstimatorCheck: String, CaseIterable, Sendable {
  // Input.
  case noRows = "E01"
  case oneRow = "E02"
  case fewerRowsThanNeeded = "E03"
  case oneColumn = "E04"
  case otherColumnCount = "E05"
  case notANumber = "E06"
  case positiveInfinity = "E07"
  case negativeInfinity = "E08"
  case hugeValues = "E09"
  case subnormalValues = "E10"
  case constantColumn = "E11"
  case identicalRows = "E12"
  case collinearColumns = "E13"
  case moreColumnsThanRows = "E14"
  case largeMeanTinySpread = "E15"
  case otherNumberTypes = "E16"
  case copiedStorage = "E17"
  // State.
  case noUnfittedModel = "E18"
  case inputIsLeftAlone = "E19"
  case invalidHyperparameters = "E20"
  case secondFit = "E21"
  case copiedEstimator = "E22"
  case failedFit = "E23"
  case learnedState = "E24"
  // Results.
  case determinism = "E25"
  case trainingResults = "E26"
  case rowByRow = "E27"
  case permutedRows = "E28"
  case labels = "E29"
  case probabilities = "E30"
  case decisions = "E31"
  case contamination = "E32"
  case inverseTransform = "E33"
  case blobs = "E34"
  case weights = "E35"
  // Persistence and streams.
  case savedModel = "E36"
  case damagedModel = "E37"
  case modelOfOtherFeatures = "E38"
  case chunks = "E39"
  case chunkOfOtherColumns = "E40"
  case newCategories = "E41"
  case feedback = "E42"
  case manyUpdates = "E43"

  /// Checks of model files, which need the target that reads and writes them.
  public static let ofModelFiles: Set<EstimatorCheck> = [
    .savedModel, .damagedModel, .modelOfOtherFeatures,
  ]

  /// What is claimed, in a line of the table.
  public var claim: String {
    switch self {
    case .noRows: "no rows are refused as too few"
    case .oneRow: "one row gives finite results or is refused as too few"
    case .fewerRowsThanNeeded: "fewer rows than clusters are refused, with both numbers"
    case .oneColumn: "one column is enough"
    case .otherColumnCount: "rows of another width are refused in prediction, with both numbers"
    case .notANumber: "NaN is refused in fit and prediction, with row and column"
    case .positiveInfinity: "+∞ is refused in fit and prediction, with row and column"
    case .negativeInfinity: "−∞ is refused in fit and prediction, with row and column"
    case .hugeValues: "±1e308 gives finite results or `overflow`"
    case .subnormalValues: "subnormal values give finite results"
    case .constantColumn: "a constant column gives finite results"
    case .identicalRows:
      "identical rows give one finite result, and clusters are as many as rows differ"
    case .collinearColumns: "collinear columns give finite results"
    case .moreColumnsThanRows: "more columns than rows give finite results"
    case .largeMeanTinySpread: "a tiny spread about a large mean gives finite results"
    case .otherNumberTypes: "integers and single-precision values give what the same doubles give"
    case .copiedStorage: "rows taken out of a larger matrix give what they give alone"
    case .noUnfittedModel: "an estimator cannot predict before it was fitted"
    case .inputIsLeftAlone: "a fit changes neither its rows nor its hyper-parameters"
    case .invalidHyperparameters: "an invalid hyper-parameter is refused by its name"
    case .secondFit: "a second fit is as the first, whatever was fitted between"
    case .copiedEstimator: "a copy has the same hyper-parameters and fits the same model"
    case .failedFit: "a failed fit leaves the model before it as it was"
    case .learnedState: "a model knows its features, and its iterations, at least one"
    case .determinism: "the same seed gives the same model at any number of threads"
    case .trainingResults: "what the fit says of its rows is what prediction says of them"
    case .rowByRow: "a row alone has the result it has among others, to 1e-7"
    case .permutedRows: "permuting the rows permutes the results"
    case .labels: "labels are 0 … k − 1, and each is used"
    case .probabilities: "probabilities lie in 0 … 1 and sum to 1 within 1e-9; the largest decides"
    case .decisions: "decision and score differ by a constant, and its sign is the verdict"
    case .contamination: "a contamination c flags c · n rows, ties aside"
    case .inverseTransform: "the inverse of a transformation gives the rows back"
    case .blobs: "clusters far apart are told apart, and a stranger is the strangest"
    case .weights: "weight 2 is the row twice and weight 0 no row"
    case .savedModel: "a saved model scores the same, bit for bit, when it is read"
    case .damagedModel: "every damaged copy of a saved model is refused"
    case .modelOfOtherFeatures: "a model file of other features is refused"
    case .chunks: "rows learned in chunks give what they give in one"
    case .chunkOfOtherColumns: "a chunk of another width is refused, and the model stays"
    case .newCategories: "a category never seen has a defined score"
    case .feedback: "feedback given twice counts once, in any order, and can be undone"
    case .manyUpdates: "after a million updates the model is finite and no larger"
    }
  }
}
