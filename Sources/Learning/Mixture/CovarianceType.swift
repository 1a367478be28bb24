/// What the components' covariances have in common.
public enum CovarianceType: String, Sendable, CaseIterable {
  /// Each component has its own.
  case full
  /// All components share one.
  case tied
  /// Each component has its own, without correlations.
  case diagonal
  /// Each component has one variance for all features.
  case spherical
}

/// The prior of a Bayesian mixture's weights.
public enum WeightPrior: String, Sendable, CaseIterable {
  /// A truncated stick-breaking process: components in falling weight, the last ones empty.
  ///
  /// - SeeAlso: Blei and Jordan, "Variational inference for Dirichlet process mixtures" (2006).
  case dirichletProcess = "dirichlet-process"
  /// A symmetric Dirichlet distribution.
  ///
  /// - SeeAlso: Bishop, *Pattern Recognition and Machine Learning* (2006), section 10.2.1.
  case dirichletDistribution = "dirichlet-distribution"
}

/// When a fit has converged.
public enum StoppingRule: String, Sendable, CaseIterable {
  /// The bound changes by less than the tolerance in one iteration.
  case bound
  /// The bound per row (by total weight) does, which asks the same of small and large data.
  case boundPerRow = "bound-per-row"
}
