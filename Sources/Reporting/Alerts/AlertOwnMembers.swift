import Features
import Records
import State

extension Finding {
  /// Writes all that the finding says as members of our own, named in the style of foreign schemas,
  /// which have no fields for some of it.
  func writeOwnMembers(to json: inout JSONWriter) {
    json.member("detector", detector.rawValue)
    json.member("side", side.rawValue)
    json.member("day", day)
    json.member("first_packet", firstPacket)
    json.member("packet_count", packetCount)
    json.member("byte_count", byteCount)
    json.member("anomaly_score", anomalyScore)
    json.member("p_value", pValue)
    json.member("reference", reference)
    json.array("reasons") { json in
      for reason in reasons { json.value(reason) }
    }
  }
}
