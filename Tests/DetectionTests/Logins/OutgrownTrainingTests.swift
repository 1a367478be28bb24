import Detection
import Learning
import Testing

@Suite struct OutgrownTrainingTests {
  private func remedy(
    _ name: LoginClassifierName, _ parameters: [(String, String)], isUpdate: Bool = false
  ) -> String {
    let text = OutgrownTraining(
      name, parameters.map { LoginParameter(name: $0.0, value: $0.1) }, isUpdate: isUpdate
    ).description
    let start =
      "expected a training whose numbers a model can hold, but they grew beyond; "
    #expect(text.hasPrefix(start))
    return String(text.dropFirst(start.count))
  }

  @Test func theParameterThatStepsGrowWithIsNamed() {
    #expect(
      remedy(.sgd, [("learning-rate", "optimal"), ("alpha", "1e-300")])
        == "raise alpha=1e-300, the likely cause")
    #expect(remedy(.sgd, [("eta0", "1e200")]) == "lower eta0=1e200, the likely cause")
    #expect(
      remedy(.sgd, [("learning-rate", "inverse"), ("eta0", "2"), ("class-weight", "1e90")])
        == "lower eta0=2 or lower class-weight=1e90, the likely causes")
    #expect(
      remedy(.naiveBayes, [("smoothing", "1e-300")]) == "raise smoothing=1e-300, the likely cause")
    #expect(
      remedy(.naiveBayes, [("smoothing", "1e70")]) == "lower smoothing=1e70, the likely cause")
    #expect(remedy(.passiveAggressive, [("C", "1e99")]) == "lower C=1e99, the likely cause")
  }

  @Test func ofSeveralValuesTheMostExtremeIsNamed() {
    let optimal = ("learning-rate", "optimal")
    #expect(
      remedy(
        .sgd, [optimal, ("alpha", "1"), optimal, ("alpha", "1e-300"), optimal, ("alpha", "1e-9")])
        == "raise alpha=1e-300, the likely cause")
    #expect(
      remedy(.logisticRegression, [("C", "1"), ("C", "1e200"), ("class-weight", "balanced")])
        == "lower C=1e200, the likely cause")
  }

  @Test func whereNoSuchParameterWasGivenOthersAreToBeChosen() {
    #expect(remedy(.sgd, [("loss", "hinge")]) == "choose other parameters")
    #expect(remedy(.dummy, []) == "choose other parameters")
  }

  @Test func parametersOfAnUpdateAreThoseOfTheTraining() {
    #expect(
      remedy(.sgd, [("eta0", "9")], isUpdate: true)
        == "lower eta0=9, the likely cause, and train anew")
  }

  @Test func otherReasonsAreNoneOfIt() {
    #expect(OutgrownTraining(.degenerate, .sgd, []) == nil)
    #expect(OutgrownTraining(.diverged(epoch: 1), .sgd, []) == OutgrownTraining(.sgd, []))
  }
}
