import Learning
import LinearAlgebra
import TestSupport
import Testing

/// Every estimator obeys every law; a new one gets a test here.
@Suite struct EstimatorLawsTests {
  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func bayesianGaussianMixtureObeysThem(figures: ReferenceFigures) throws {
    let laws = EstimatorLaws(samples: figures.samples) { seed, threadCount in
      var configuration = BayesianGaussianMixture.Configuration()
      configuration.componentCount = 4
      configuration.restartCount = 2
      configuration.seed = seed
      configuration.threadCount = threadCount
      return try BayesianGaussianMixture(configuration)
    }
    #expect(try laws.violations() == [])
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func kMeansObeysThem(figures: ReferenceFigures) throws {
    let laws = EstimatorLaws(samples: figures.samples) { seed, threadCount in
      var configuration = KMeans.Configuration()
      configuration.clusterCount = 4
      configuration.seed = seed
      configuration.threadCount = threadCount
      return try KMeans(configuration)
    }
    #expect(try laws.violations() == [])
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func isolationForestObeysThem(figures: ReferenceFigures) throws {
    let laws = EstimatorLaws(samples: figures.samples) { seed, threadCount in
      var configuration = IsolationForest.Configuration()
      configuration.contamination = 0.1
      configuration.seed = seed
      configuration.threadCount = threadCount
      return StandardizedEstimator(try IsolationForest(configuration))
    }
    #expect(try laws.violations() == [])
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func localOutlierFactorObeysThem(figures: ReferenceFigures) throws {
    let laws = EstimatorLaws(samples: figures.samples) { _, threadCount in
      var configuration = LocalOutlierFactor.Configuration()
      configuration.contamination = 0.1
      configuration.threadCount = threadCount
      return try LocalOutlierFactor(configuration)
    }
    #expect(try laws.violations() == [])
  }

  @Test(arguments: [ReferenceFigures.ipv4, .ipv6])
  func oneClassSVMObeysThem(figures: ReferenceFigures) throws {
    let laws = EstimatorLaws(samples: figures.samples) { _, _ in try OneClassSVM() }
    #expect(try laws.violations() == [])
  }
}
