import Records

/// `extract --format csv`: one row per packet, described by docs/guide/columns.md.
///
/// Lines end with LF as every Unix tool expects. Nothing needs quotes: every value is a number, an
/// address, hexadecimal digits or one of libpcap's names.
public final class PacketCSV: PacketRowSink {
  private let columns: [PacketColumn]
  private let hasAllColumns: Bool
  private let output: OutputBuffer

  /// Writes the header row.
  public init(columns: [PacketColumn], to output: OutputBuffer) {
    self.columns = columns
    hasAllColumns = columns == PacketColumn.allCases
    self.output = output
    CSVText.write(columns.map(\.rawValue), to: output)
  }

  public func write(_ row: PacketRow, _ frame: Span<UInt8>) {
    output.writeRow { bytes, offset in
      if hasAllColumns {
        Self.writeAll(row, frame, &bytes, &offset)
      } else {
        for column in columns {
          RowText.value(row.value(of: column), of: row, frame, &bytes, &offset)
          RowText.byte(UInt8(ascii: ","), &bytes, &offset)
        }
      }
      // There is at least one column, whose comma becomes the line end.
      bytes[offset - 1] = UInt8(ascii: "\n")
    }
  }
}
