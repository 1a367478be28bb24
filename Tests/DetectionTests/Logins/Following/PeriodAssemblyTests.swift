import Records
import Testing

@testable import Detection

@Suite struct PeriodAssemblyTests {
  private func attempt(_ second: Int64, _ name: String = "u") throws -> LoginAttempt {
    LoginAttempt(
      time: Timestamp(seconds: second, nanoseconds: 0, fractionDigitCount: 0),
      sourceAddress: try #require(IPAddress("192.0.2.1")), username: name, isSuccess: false)
  }

  private func all(
    _ assembly: inout PeriodAssembly, skippingEmptyBefore bound: Int64 = .min
  ) -> [String] {
    var found: [String] = []
    while let (seconds, attempts) = assembly.next(skippingEmptyBefore: bound) {
      found.append("\(seconds):\(attempts.count)")
    }
    return found
  }

  @Test func periodsAreHandedOutOnceTheyAreClosed() throws {
    var assembly = PeriodAssembly(periodSeconds: 60)
    #expect(all(&assembly).isEmpty)
    #expect(assembly.take(try attempt(-30)) == .taken)
    #expect(all(&assembly).isEmpty)
    assembly.close(before: 0)
    #expect(all(&assembly) == ["-60:1"])
    for second in [130, 125, 200] as [Int64] {
      #expect(assembly.take(try attempt(second)) == .taken)
    }
    assembly.close(before: 180)
    #expect(all(&assembly) == ["0:0", "60:0", "120:2"])
    #expect(assembly.take(try attempt(179)) == .late)
    assembly.close(before: 240)
    #expect(all(&assembly) == ["180:1"])
  }

  @Test func emptyPeriodsArePassedOverOnlyBeforeTheBound() throws {
    var assembly = PeriodAssembly(periodSeconds: 60)
    _ = assembly.take(try attempt(0))
    _ = assembly.take(try attempt(600))
    assembly.close(before: 600)
    #expect(all(&assembly, skippingEmptyBefore: 480) == ["0:1", "480:0", "540:0"])
    assembly.close(before: 720)
    #expect(all(&assembly, skippingEmptyBefore: .max) == ["600:1"])
  }

  @Test func aTimeFarAheadClosesNothing() throws {
    var assembly = PeriodAssembly(periodSeconds: 60)
    _ = assembly.take(try attempt(0))
    #expect(assembly.take(try attempt(253_402_300_740)) == .farAhead)
    #expect(assembly.take(try attempt(60)) == .taken)
  }

  @Test func whatWaitsIsBounded() throws {
    var assembly = PeriodAssembly(periodSeconds: 60, byteLimit: 1_000)
    let fates = try (0..<20).map { _ in assembly.take(try attempt(1)) }
    #expect(fates.contains(.crowded))
    #expect(fates.filter { $0 == .taken }.count == 1_000 / 97)
    assembly.close(before: 60)
    #expect(all(&assembly) == ["0:\(1_000 / 97)"])
    #expect(assembly.take(try attempt(61)) == .taken)
  }
}
