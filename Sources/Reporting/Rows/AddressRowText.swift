import Features
import Records

/// `extract --addresses-only` as CSV.
public enum AddressCSV {
  public static func write(_ rows: AddressRows, to output: OutputBuffer) {
    CSVText.write(AddressRows.columns, to: output)
    rows.visit { side, record in
      let fields = [
        side.rawValue, record.address.family.rawValue, record.address.description,
        "\(record.packetCount)", "\(record.byteCount)", record.firstTimestamp?.description ?? "",
        record.lastTimestamp?.description ?? "", "\(record.firstPacket)",
      ]
      CSVText.write(fields, to: output)
      return !output.hasFailed
    }
  }
}

/// `extract --addresses-only` as NDJSON: a header, one object per side and address, and a trailer.
public enum AddressNDJSON {
  public static func write(
    _ rows: AddressRows, _ account: ExtractAccount, to output: OutputBuffer
  ) {
    ExtractRecords.writeHeader(columns: AddressRows.columns, to: output)
    var json = JSONWriter(output)
    rows.visit { side, record in
      json.object(.compact) { json in
        json.member("side", side.rawValue)
        json.member("family", record.address.family.rawValue)
        json.member("address", record.address.description)
        json.member("packetCount", record.packetCount)
        json.member("byteCount", record.byteCount)
        json.member("firstTimestamp", record.firstTimestamp?.description)
        json.member("lastTimestamp", record.lastTimestamp?.description)
        json.member("firstPacket", record.firstPacket)
      }
      json.endDocument()
      return !output.hasFailed
    }
    ExtractRecords.writeTrailer(rowCount: rows.count, account, to: output)
  }
}
