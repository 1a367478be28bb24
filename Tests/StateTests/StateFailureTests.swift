import State
import Testing

@Suite struct StateFailureTests {
  @Test func classesHaveTheWordsOfTheContract() {
    #expect(StateFailure.Class.corruptDatabase.rawValue == "corrupt-database")
    #expect(StateFailure.Class.newerSchema.rawValue == "newer-schema")
    #expect(StateFailure.Class.readOnly.rawValue == "read-only")
  }
}
