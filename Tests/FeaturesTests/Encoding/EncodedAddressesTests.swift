import LinearAlgebra
import Records
import Testing

@testable import Features

@Suite struct FeatureScalingTests {
  @Test func valuesGetMeanZeroAndVarianceOne() {
    let values = [1.0, 10, 100, 1000, 5, 0]
    for transform in [FeatureTransform.identity, .logarithmic(scale: 1), .logarithmic(scale: 1000)]
    {
      let scaling = FeatureScaling(transform, of: values)
      let scaled = values.map { scaling.scaled($0) }
      // Within the rounding of six sums.
      #expect((scaled.reduce(0, +) / 6).magnitude < 1e-15)
      #expect((scaled.reduce(0) { $0 + $1 * $1 } / 6 - 1).magnitude < 1e-14)
      for (value, number) in zip(values, scaled) {
        #expect((scaling.original(number) - value).magnitude <= 1e-12 * max(value, 1))
      }
      #expect(FeatureScaling(transform, of: values.reversed()) == scaling)
    }
  }

  @Test func aConstantColumnBecomesNought() {
    let scaling = FeatureScaling(.identity, of: [0.1, 0.1, 0.1])
    #expect(scaling.standardDeviation == 0)
    #expect(scaling.scaled(0.1) == 0 && scaling.scaled(7) == 0)
    #expect(scaling.original(0) == 0.1)
  }

  @Test func aColumnOfWhichNothingIsKnownIsNought() {
    let scaling = FeatureScaling(.logarithmic(scale: 1), of: [])
    #expect(scaling == FeatureScaling(.logarithmic(scale: 1), of: [0]))
  }
}

@Suite struct EncodedAddressesTests {
  private let hosts = (1...4).map { IPAddress(ipv4: 0x0a00_0000 + $0 * $0) }

  /// Each host sends as many packets to the first as its number; the last has no header fields.
  private var tables: AddressTables {
    var traffic = SampleTraffic()
    for (index, host) in hosts.enumerated() {
      for step in 0...index {
        guard index < 3 else {
          traffic.add(host, hosts[0], Int64(step), 60, .unknown)
          continue
        }
        traffic.add(
          from: (host, 4000), to: (hosts[0], 80), at: Int64(step), hops: UInt8(60 + index))
      }
    }
    return traffic.tables
  }

  private func encoded(withOctets: Bool) throws -> EncodedAddresses {
    let table = try #require(tables.tables.first)
    return EncodedAddresses(
      behaviour: tables.behaviour(of: table), of: table.records.map(\.address), family: .ipv4,
      withOctets: withOctets)
  }

  @Test func octetsAloneStayAsTheyAre() {
    let encoded = EncodedAddresses(octetsOf: hosts, family: .ipv4)
    #expect(encoded.samples == OctetEncoder.samples(of: hosts, family: .ipv4))
    #expect(encoded.schema == OctetEncoder.schema(for: .ipv4))
    #expect(encoded.scalings.isEmpty)
    #expect(encoded.value(3, 3) == 16 && encoded.original(200.5, 3) == 200.5)
  }

  @Test func theSchemaNamesEveryColumn() throws {
    let behaviour = try encoded(withOctets: false)
    #expect(behaviour.schema.name == "behaviour" && behaviour.schema.schemaVersion == 1)
    #expect(behaviour.schema.features == BehaviourFeature.allCases.map(\.rawValue))
    let both = try encoded(withOctets: true)
    #expect(both.schema.name == "octets-behaviour")
    #expect(
      both.schema.features
        == ["octet1", "octet2", "octet3", "octet4"] + BehaviourFeature.allCases.map(\.rawValue))
    #expect(both.samples.columnCount == both.schema.features.count)
    #expect(both.scalings.count == both.samples.columnCount)
  }

  @Test func everyColumnIsStandardisedAndValuesStayInTheirUnits() throws {
    let encoded = try encoded(withOctets: true)
    for column in encoded.columns.indices {
      let values = (0..<4).map { encoded.samples[$0, column] }
      let mean = values.reduce(0, +) / 4
      #expect(mean.magnitude < 1e-15, "\(encoded.schema.features[column])")
    }
    let octet = 3
    #expect((0..<4).map { encoded.value($0, octet) } == [1, 4, 9, 16])
    let squares = (0..<4).reduce(0) { $0 + encoded.samples[$1, octet] * encoded.samples[$1, octet] }
    #expect((squares / 4 - 1).magnitude < 1e-14)
    let packets = try #require(encoded.schema.features.firstIndex(of: "packetCount"))
    #expect((0..<4).map { encoded.value($0, packets) } == [1, 2, 3, 4])
    #expect((encoded.original(encoded.samples[3, packets], packets) - 4).magnitude < 1e-12)
  }

  @Test func whatIsNotKnownStandsAtTheMeanOfTheOthers() throws {
    let encoded = try encoded(withOctets: false)
    let hops = try #require(encoded.schema.features.firstIndex(of: "minimumTimeToLive"))
    #expect((0..<4).map { encoded.value($0, hops) } == [60, 61, 62, nil])
    #expect(encoded.samples[3, hops] == 0 && encoded.samples[1, hops] == 0)
    #expect(encoded.samples[0, hops] == -(1.5.squareRoot()))
  }
}
