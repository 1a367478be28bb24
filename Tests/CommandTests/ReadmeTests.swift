import Foundation
import Testing

/// What the README shows is what a reader will see.
@Suite struct ReadmeTests {
  @Test func theExampleIsTheAnswer() throws {
    let root = Captures.folder.deletingLastPathComponent()
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let start = try #require(readme.range(of: "$ ipclust scan captures/office.pcap\n"))
    let end = try #require(readme[start.upperBound...].range(of: "\n…\n"))
    let shown = readme[start.upperBound..<end.lowerBound]
    let answer = try BuiltCommand.shell(
      "cd '\(root.path)' && \"$IPCLUST\" scan captures/office.pcap",
      environment: ["LC_ALL": "C.UTF-8"])
    #expect(answer.status == 0)
    #expect(answer.outputText.hasPrefix(shown))
  }
}
