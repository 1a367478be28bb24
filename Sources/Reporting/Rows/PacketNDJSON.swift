import Records

/// `extract --format ndjson`: a header, one object per packet, and a trailer whose absence shows
/// that the file was cut; described by docs/schemas/extract.ndjson.schema.json.
public final class PacketNDJSON: PacketRowSink {
  /// A column with its key as it stands in every row.
  private struct Member {
    let column: PacketColumn
    let key: [UInt8]
    let isQuoted: Bool
  }

  private let members: [Member]
  private let output: OutputBuffer
  private var rowCount = 0

  /// Writes the header record.
  public init(columns: [PacketColumn], to output: OutputBuffer) {
    members = columns.map {
      Member(column: $0, key: Array("\"\($0.rawValue)\":".utf8), isQuoted: $0.kind == .text)
    }
    self.output = output
    ExtractRecords.writeHeader(columns: columns.map(\.rawValue), to: output)
  }

  public func write(_ row: PacketRow, _ frame: Span<UInt8>) {
    rowCount += 1
    output.writeRow { bytes, offset in
      RowText.byte(UInt8(ascii: "{"), &bytes, &offset)
      let start = offset
      for member in members {
        let value = row.value(of: member.column)
        if value == .absent { continue }
        if offset > start { RowText.byte(UInt8(ascii: ","), &bytes, &offset) }
        RowText.copy(member.key.span, &bytes, &offset)
        if member.isQuoted { RowText.byte(UInt8(ascii: "\""), &bytes, &offset) }
        RowText.value(value, of: row, frame, &bytes, &offset)
        if member.isQuoted { RowText.byte(UInt8(ascii: "\""), &bytes, &offset) }
      }
      RowText.byte(UInt8(ascii: "}"), &bytes, &offset)
      RowText.byte(UInt8(ascii: "\n"), &bytes, &offset)
    }
  }

  /// Writes the trailer record.
  public func finish(_ account: ExtractAccount) {
    ExtractRecords.writeTrailer(rowCount: rowCount, account, to: output)
  }
}
