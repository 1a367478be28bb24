import Foundation
import Testing

@Suite struct ElbowCommandTests {
  private static let arguments = [
    "scan", "--algorithm", "k-means", "--elbow", "1:4", "--side", "source",
    Captures.path("office.pcap"),
  ]

  private struct Report: Decodable {
    let populations: [Population]
  }

  private struct Population: Decodable {
    let elbow: Elbow?
  }

  private struct Elbow: Decodable {
    let table: [Row]
    let silhouetteChoice: Int?
  }

  private struct Row: Decodable {
    let componentCount: Int
    let tightness: Double
    let inertia: Double
    let silhouette: Double?
  }

  private func elbow(_ arguments: [String]) throws -> Elbow {
    let result = try BuiltCommand.run(arguments + ["--format", "json"])
    #expect(result.status == 0, "\(result.errorText)")
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output))
    return try #require(report.populations.first?.elbow)
  }

  @Test func theTableHasEveryCountAndFalls() throws {
    let elbow = try elbow(Self.arguments)
    #expect(elbow.table.map(\.componentCount) == [1, 2, 3, 4])
    for (row, next) in zip(elbow.table, elbow.table.dropFirst()) {
      #expect(next.inertia < row.inertia)
      #expect(next.tightness < row.tightness)
    }
    let best = elbow.table.max { $0.silhouette ?? -1 < $1.silhouette ?? -1 }
    #expect(elbow.silhouetteChoice == best?.componentCount)
  }

  @Test func textShowsTheTable() throws {
    let result = try BuiltCommand.run(Self.arguments)
    #expect(result.status == 0)
    #expect(result.outputText.contains("Clusters  Tightness"))
    #expect(result.outputText.contains(" by silhouette"))
  }

  @Test func threadsDoNotShow() throws {
    let one = try BuiltCommand.run(Self.arguments + ["--threads", "1"])
    let two = try BuiltCommand.run(Self.arguments + ["--threads", "2"])
    #expect(one.output == two.output)
  }

  /// The table is beside the model and no part of it.
  @Test func theClustersAreThoseWithoutIt() throws {
    let plain = try BuiltCommand.run(
      ["scan", "--algorithm", "k-means", "--side", "source", "--format", "csv"]
        + Self.arguments.suffix(1))
    let compared = try BuiltCommand.run(Self.arguments + ["--format", "csv"])
    #expect(compared.output == plain.output)
  }
}
