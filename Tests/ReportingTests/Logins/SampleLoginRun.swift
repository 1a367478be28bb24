import Records

@testable import Reporting

/// What was read before the reports of these tests.
enum SampleLoginRun {
  static let run: LoginRun = {
    var input = InputSummary(path: InputPath("logins.csv"))
    input.format = .csv
    input.compression = InputSummary.Compression.none
    input.status = .ok
    input.packetCount = 340
    input.usedPacketCount = 336
    input.skipped = [.badTime: 4]
    var labels = InputSummary(path: InputPath("attacks.csv"))
    labels.format = .csv
    labels.status = .ok
    labels.packetCount = 4
    labels.usedPacketCount = 4
    var selection = LoginSelection()
    selection.from = SampleLoginModel.time(1_736_121_600)
    return LoginRun(
      version: "0.0.0", selection: selection, labels: InputPath("attacks.csv"),
      account: LoginAccount(inputs: [input], labels: [labels]))
  }()
}
