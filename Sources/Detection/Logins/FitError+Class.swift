import Learning
import Records

extension FitError {
  /// The class of the failure, in the words of all outputs.
  public var failureClass: InputFailure.Class {
    switch self {
    case .tooFewSamples, .tooFewForFolds, .oneClass, .weightCount, .labelCount: .tooFewSamples
    case .nonFinite, .invalidWeight: .nonFinite
    case .overflow, .diverged: .overflow
    case .featureCount: .featureCount
    case .degenerate, .invalidHyperparameter: .degenerate
    }
  }
}

extension LoginTableFault {
  public var failureClass: InputFailure.Class {
    switch self {
    case .noFailures: .tooFewSamples
    case .tooManyRows: .tooLarge
    }
  }
}
