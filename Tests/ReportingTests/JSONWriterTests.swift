import Foundation
import Testing

@testable import Reporting

/// Foundation's reader, as the independent judge of what is written.
enum JSONReader {
  static func string(_ bytes: [UInt8]) throws -> String {
    try JSONDecoder().decode(String.self, from: Data(bytes))
  }
}

@Suite struct JSONWriterTests {
  @Test(arguments: [
    0, -0.0, 1, 192, 0.1, 1e-05, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -.pi, 1e16,
    1 / 3,
    123_456_789.125,
  ])
  func doublesReadBackBitForBit(_ value: Double) throws {
    let bytes = try renderedBytes { output in
      var json = JSONWriter(output)
      json.row([value])
    }
    let read = try JSONDecoder().decode([Double].self, from: Data(bytes))
    #expect(read[0] == value)
    #expect(
      Double(String(decoding: bytes.dropFirst().dropLast(), as: UTF8.self))?.bitPattern
        == value.bitPattern)
  }

  @Test func layoutIsAsDocumented() throws {
    let text = try rendered { output in
      var json = JSONWriter(output)
      json.object { json in
        json.member("absent", nil as Int?)
        json.member("count", 3)
        json.array("empty") { _ in }
        json.array("lines") { json in
          json.object(.compact) { json in
            json.member("is", true)
            json.array("nested") { json in json.rows([[1, 2.5], []]) }
          }
          json.value("two")
        }
      }
      json.endDocument()
    }
    #expect(
      text == """
        {
          "count": 3,
          "empty": [],
          "lines": [
            {"is":true,"nested":[[1.0,2.5],[]]},
            "two"
          ]
        }

        """)
  }

  @Test func numbersThatJSONLacksAreRefused() async {
    await #expect(processExitsWith: .failure) {
      var json = JSONWriter(OutputBuffer { _ in })
      json.row([.nan])
    }
  }

  @Test func membersWithoutAnObjectAreRefused() async {
    await #expect(processExitsWith: .failure) {
      var json = JSONWriter(OutputBuffer { _ in })
      json.array { json in json.member("key", 1) }
    }
  }
}

@Suite struct OutputBufferTests {
  @Test func blocksJoinToWhatWasWritten() throws {
    var blocks: [[UInt8]] = []
    let output = OutputBuffer { block in blocks.append(block) }
    var expected = ""
    for index in 0..<40_000 {
      output.write("line \(index)\n")
      expected += "line \(index)\n"
    }
    try output.finish()
    #expect(String(decoding: blocks.joined(), as: UTF8.self) == expected)
    #expect(blocks.dropLast().allSatisfy { $0.count >= OutputBuffer.blockByteCount })
    #expect(blocks.count > 5)
  }

  @Test func aFailureIsKeptAndEndsTheWriting() {
    var callCount = 0
    let output = OutputBuffer { _ throws(WriteFailure) in
      callCount += 1
      throw WriteFailure(errorNumber: 28)
    }
    for _ in 0..<100_000 { output.write("more") }
    #expect(output.hasFailed)
    #expect(throws: WriteFailure(errorNumber: 28)) { try output.finish() }
    #expect(callCount == 1)
  }
}
