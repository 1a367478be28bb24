import Learning
import LinearAlgebra

/// A fitted classifier behind its scaler.
public enum LoginClassifierModel: Sendable, Equatable {
  case dummy(ScaledClassifierModel<DummyModel>)
  case naiveBayes(ScaledClassifierModel<GaussianNaiveBayesModel>)
  case logisticRegression(ScaledClassifierModel<LogisticRegressionModel>)
  case randomForest(ScaledClassifierModel<RandomForestModel>)
  case sgd(ScaledClassifierModel<StochasticGradientModel>)
  case passiveAggressive(ScaledClassifierModel<PassiveAggressiveModel>)

  public var name: LoginClassifierName {
    switch self {
    case .dummy: .dummy
    case .naiveBayes: .naiveBayes
    case .logisticRegression: .logisticRegression
    case .randomForest: .randomForest
    case .sgd: .sgd
    case .passiveAggressive: .passiveAggressive
    }
  }

  public var scaler: StandardScalerModel {
    switch self {
    case .dummy(let model): model.scaler
    case .naiveBayes(let model): model.scaler
    case .logisticRegression(let model): model.scaler
    case .randomForest(let model): model.scaler
    case .sgd(let model): model.scaler
    case .passiveAggressive(let model): model.scaler
    }
  }

  /// Rows are called attacks whose score is at least this.
  public var defaultThreshold: Double {
    switch self {
    case .dummy(let model): model.defaultThreshold
    case .naiveBayes(let model): model.defaultThreshold
    case .logisticRegression(let model): model.defaultThreshold
    case .randomForest(let model): model.defaultThreshold
    case .sgd(let model): model.defaultThreshold
    case .passiveAggressive(let model): model.defaultThreshold
    }
  }

  /// Higher means more surely an attack, `[rowCount]`.
  ///
  /// - Precondition: rows have the features of the model.
  public func scores(of samples: LoginSamples) -> [Double] {
    switch self {
    // What it draws depends on the place of a row.
    case .dummy(let model): model.scores(of: samples.allRows)
    case .naiveBayes(let model): scores(of: samples, model)
    case .logisticRegression(let model): scores(of: samples, model)
    case .randomForest(let model): scores(of: samples, model)
    case .sgd(let model): scores(of: samples, model)
    case .passiveAggressive(let model): scores(of: samples, model)
    }
  }

  private func scores(of samples: LoginSamples, _ model: some ClassifierModel) -> [Double] {
    let scores = model.scores(of: samples.distinctRows)
    return samples.indices.map { scores[$0] }
  }

  /// The model after one pass over labelled rows.
  ///
  /// - Throws: `FitError`; nil of a model that does not learn online.
  public func updated(
    with samples: LoginSamples, labels: [Bool]
  ) throws(FitError) -> LoginClassifierModel? {
    switch self {
    case .dummy, .naiveBayes, .logisticRegression, .randomForest: nil
    case .sgd(let model):
      .sgd(try model.updated(with: samples.allRows, labels: labels, weights: nil))
    case .passiveAggressive(let model):
      .passiveAggressive(try model.updated(with: samples.allRows, labels: labels, weights: nil))
    }
  }
}
