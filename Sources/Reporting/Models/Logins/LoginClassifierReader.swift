import Detection
import Learning
import Records

/// Reads the classifier of a model file.
struct LoginClassifierReader {
  let scaler: StandardScalerModel
  let refitsScaler: Bool

  private var featureCount: Int { scaler.featureCount }

  func model(_ element: JSONElement) throws(JSONFault) -> LoginClassifierModel {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      switch try members.choice("name", LoginClassifierName.self) {
      case .dummy: .dummy(scaled(try dummy(&members)))
      case .naiveBayes: .naiveBayes(scaled(try naiveBayes(&members)))
      case .logisticRegression: .logisticRegression(scaled(try logisticRegression(&members)))
      case .randomForest: .randomForest(scaled(try randomForest(&members)))
      case .sgd: .sgd(scaled(try gradientDescent(&members)))
      case .passiveAggressive: .passiveAggressive(scaled(try passiveAggressive(&members)))
      }
    }
  }

  private func scaled<Base: ClassifierModel>(_ base: Base) -> ScaledClassifierModel<Base> {
    ScaledClassifierModel(scaler: scaler, base: base, refitsScaler: refitsScaler)
  }

  private func dummy(_ members: inout ModelMembers) throws(JSONFault) -> DummyModel {
    DummyModel(
      strategy: try members.choice("strategy", DummyClassifier.Strategy.self),
      seed: try members.take("seed").unsignedInteger(),
      positiveShare: try members.share("positiveShare"), featureCount: featureCount)
  }

  private func naiveBayes(
    _ members: inout ModelMembers
  ) throws(JSONFault) -> GaussianNaiveBayesModel {
    let prior = try members.take("positivePrior")
    let share = try prior.number()
    guard share > 0, share < 1 else {
      throw prior.fault("expected a share between 0 and 1, but found another number")
    }
    return GaussianNaiveBayesModel(
      positivePrior: share,
      negativeMeans: try members.bounded("negativeMeans", count: featureCount),
      positiveMeans: try members.bounded("positiveMeans", count: featureCount),
      negativeVariances: try variances("negativeVariances", &members),
      positiveVariances: try variances("positiveVariances", &members))
  }

  private func variances(
    _ key: String, _ members: inout ModelMembers
  ) throws(JSONFault) -> [Double] {
    let element = try members.take(key)
    let values = try element.numbers(count: featureCount)
    guard values.allSatisfy(LoginModelReader.isPlausible) else {
      throw element.fault("expected positive variances, but found another number")
    }
    return values
  }

  private func logisticRegression(
    _ members: inout ModelMembers
  ) throws(JSONFault) -> LogisticRegressionModel {
    LogisticRegressionModel(
      coefficients: try members.bounded("coefficients", count: featureCount),
      intercept: try members.bounded("intercept"),
      iterationCount: try members.count("iterationCount"),
      didConverge: try members.boolean("didConverge"))
  }

  // MARK: Forests

  private func randomForest(
    _ members: inout ModelMembers
  ) throws(JSONFault) -> RandomForestModel {
    let element = try members.take("trees")
    var trees: [DecisionTree] = []
    for element in try element.elements(atMost: LoginModelReader.largestListCount) {
      trees.append(try tree(element))
    }
    guard !trees.isEmpty else { throw element.fault("expected a tree or more, but found none") }
    return RandomForestModel(trees: trees, featureCount: featureCount)
  }

  private func tree(_ element: JSONElement) throws(JSONFault) -> DecisionTree {
    try ModelMembers.read(element) { (members) throws(JSONFault) in
      let features = try members.take("features")
        .integers(atMost: LoginModelReader.largestListCount, in: -1...featureCount - 1)
      let count = features.count
      let thresholds = try members.numbers("thresholds", count: count)
      let children = try members.take("leftChildren")
      let leftChildren = try children.integers(atMost: count, in: -1...max(count, 0))
      let shares = try members.take("positiveShares")
      let positiveShares = try shares.numbers(count: count)
      guard positiveShares.allSatisfy({ (0...1).contains($0) }) else {
        throw shares.fault("expected shares from 0 to 1, but found another number")
      }
      // Children behind their parents, or a row would never reach a leaf.
      guard leftChildren.count == count, count > 0,
        zip(features, leftChildren).enumerated().allSatisfy({ index, node in
          node.0 < 0 || (node.1 > index && node.1 + 1 < count)
        })
      else { throw children.fault("expected children behind their parents, but found others") }
      return DecisionTree(
        nodes: features.indices.map {
          DecisionTree.Node(
            feature: features[$0], threshold: thresholds[$0], leftChild: leftChildren[$0],
            positiveShare: positiveShares[$0])
        })
    }
  }
}

extension JSONElement {
  func integers(
    atMost limit: Int, in range: ClosedRange<Int>
  ) throws(JSONFault) -> [Int] {
    var integers: [Int] = []
    for element in try elements(atMost: limit) { integers.append(try element.integer(in: range)) }
    return integers
  }
}
