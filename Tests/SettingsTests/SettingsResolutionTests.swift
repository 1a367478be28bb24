import Testing

@testable import Settings

@Suite struct SettingsResolutionTests {
  private func texts(
    _ file: String?, _ environment: [String: String], _ command: SettingsSchema.Command
  ) throws -> [String: [String]] {
    let resolution = try SampleSchema.resolution(file, environment)
    #expect(resolution.faults.isEmpty)
    let settings = resolution.settings(of: command)
    return Dictionary(uniqueKeysWithValues: settings.map { ($0.option.name, $0.texts) })
  }

  @Test func theEnvironmentOverridesTheFileAndCommandsOverrideWhatIsCommon() throws {
    let file = "[common]\nseed = 1\nquiet = true\n[scan]\nseed = 2\n"
    #expect(try texts(file, [:], SampleSchema.scan) == ["seed": ["2"], "quiet": ["true"]])
    #expect(try texts(file, [:], SampleSchema.train) == ["seed": ["1"]])
    let common = ["IPCLUST_SEED": "3", "IPCLUST_QUIET": "0"]
    #expect(try texts(file, common, SampleSchema.scan) == ["seed": ["3"], "quiet": ["false"]])
    let own = common.merging(["IPCLUST_SCAN_SEED": "4"]) { $1 }
    #expect(try texts(file, own, SampleSchema.scan)["seed"] == ["4"])
    #expect(try texts(file, own, SampleSchema.train)["seed"] == ["3"])
    #expect(try texts(nil, ["IPCLUST_LOGINS_TRAIN_SEED": ""], SampleSchema.train) == [:])
  }

  @Test(arguments: [
    (
      "[skan]\nx = 1",
      "1: expected the table of a command, such as '[scan]', or '[common]', but found '[skan]'; did you mean '[scan]'?"
    ),
    (
      "[logins.trian.x]\ny = 1",
      "1: expected the table of a command, such as '[scan]', or '[common]', but found '[logins.trian.x]'; did you mean '[logins.train]'?"
    ),
    (
      "[scan]\nthreshhold = 1",
      "2: expected an option of 'ipclust scan', but found 'threshhold'; did you mean 'threshold'?"
    ),
    ("[logins]\nx = 1", "2: expected no keys in '[logins]', but found 'x'"),
    ("[common]\nthreshold = 1", "2: expected one of quiet, seed, but found 'threshold'"),
    ("[common]\nconfig = 'x'", "2: expected one of quiet, seed, but found 'config'"),
    ("seed = 1", "1: expected a table such as '[scan]' before it, but found 'seed'"),
    (
      "[scan]\nread = 'x'", "2: expected 'read' among the arguments alone, but found it in the file"
    ),
    ("[scan]\nquiet = 1", "2: expected true or false for 'quiet', but found a number"),
    ("[scan]\nseed = true", "2: expected a text or a number for 'seed', but found true or false"),
    ("[scan]\nseed = [1]", "2: expected a text or a number for 'seed', but found a list"),
    (
      "[scan]\nseed = 2012-03-16",
      "2: expected a text or a number for 'seed', but found a date or time without quotes"
    ),
  ])
  func whatMeansNothingIsAFault(text: String, words: String) throws {
    let faults = try SampleSchema.resolution(text).faults
    #expect(faults.map { "\(line(of: $0)): \($0)" } == [words])
  }

  private func line(of fault: SettingsFault) -> String {
    switch fault.origin {
    case .file(let line): "\(line ?? 0)"
    case .variable(let name): name
    }
  }

  @Test func everyFaultIsTold() throws {
    let faults = try SampleSchema.resolution(
      "x = 1\n[skan]\ny = 1\n[scan]\nsied = 1\nquiet = 3\n",
      ["IPCLUST_SCAN_SIED": "x", "IPCLUST_QUIET": "maybe", "IPCLUST_CPU": "native"]
    ).faults
    #expect(
      faults.map(line) == ["1", "2", "5", "6", "IPCLUST_QUIET", "IPCLUST_SCAN_SIED"])
    #expect(faults.last?.remedy == "did you mean 'IPCLUST_SCAN_SEED'?")
  }

  @Test func variablesOfOthersArePassedOver() throws {
    let found = try SampleSchema.resolution(nil, ["IPCLUST_CPU": "native", "PATH": "x"])
    #expect(found.faults.isEmpty && found.unknownVariables == ["IPCLUST_CPU"])
  }

  @Test func secretsAreNotShown() throws {
    let text = """
      [watch]
      webhook = "https://user:pass@example.org/hook?key=1"
      [logins.train]
      token = "abc"
      """
    let resolution = try SampleSchema.resolution(text)
    #expect(
      resolution.settings(of: SampleSchema.watch).map(\.shownTexts)
        == [["https://example.org/hook?(hidden)"]])
    #expect(resolution.settings(of: SampleSchema.train).map(\.shownTexts) == [["(hidden)"]])
    #expect(resolution.settings(of: SampleSchema.train).map(\.texts) == [["abc"]])
  }

  @Test func noTwoOptionsShareAVariable() {
    let commands = SampleSchema.schema.commands
    let count = commands.reduce(0) { $0 + $1.configurable.count }
    #expect(
      SampleSchema.schema.variables.count == count + SampleSchema.schema.commonOptions.count + 1)
  }
}
