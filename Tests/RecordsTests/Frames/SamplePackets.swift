import Records

// Packets around payloads, with the lengths that belong to them.

/// A 16-bit number in network order.
func big(_ number: Int) -> [UInt8] {
  [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
}

/// An IPv4 packet from 10.0.0.`host` to 10.0.1.`host`, with time to live 61.
func ipv4Packet(
  _ number: UInt8, _ payload: [UInt8], host: UInt8 = 1, fragmentOffset: Int = 0,
  options: [UInt8] = []
) -> [UInt8] {
  let headerByteCount = 20 + options.count
  return [0x40 | UInt8(headerByteCount / 4), 0] + big(headerByteCount + payload.count) + [0, 1]
    + big(fragmentOffset / 8) + [61, number, 0, 0] + [10, 0, 0, host] + [10, 0, 1, host] + options
    + payload
}

/// An IPv6 packet from fd00::`host` to fd01::`host`, with hop limit 62.
func ipv6Packet(_ nextHeader: UInt8, _ payload: [UInt8], host: UInt8 = 1) -> [UInt8] {
  let zeros = [UInt8](repeating: 0, count: 13)
  return [0x60, 0, 0, 0] + big(payload.count) + [nextHeader, 62] + [0xfd, 0] + zeros + [host]
    + [0xfd, 1] + zeros + [host] + payload
}

func udpDatagram(from source: Int, to destination: Int, _ payload: [UInt8]) -> [UInt8] {
  big(source) + big(destination) + big(8 + payload.count) + [0, 0] + payload
}

/// A TCP segment with sequence number 1, window 0x1234 and PSH, ACK and the ninth bit set.
func tcpSegment(from source: Int, to destination: Int, _ payload: [UInt8]) -> [UInt8] {
  big(source) + big(destination) + [0, 0, 0, 1, 0, 0, 0, 2, 0x51, 0x18, 0x12, 0x34, 0, 0, 0, 0]
    + payload
}

let ethernetIPv4: [UInt8] = macs + [8, 0]
let ethernetIPv6: [UInt8] = macs + [0x86, 0xdd]
