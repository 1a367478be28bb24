import Features

extension MinuteTableReport {
  /// Writes one object, described in docs/guide/logins.md.
  public func writeJSON(to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object { json in
      writeHead(to: &json)
      guard failure == nil else { return }
      json.array("rows") { json in
        table.forEachRow { row in
          guard !output.hasFailed else { return }
          json.object(.compact) { json in write(row, to: &json) }
        }
      }
    }
    json.endDocument()
  }

  /// Writes a header, a record a row and a trailer, whose absence shows that the file was cut.
  public func writeNDJSON(to output: OutputBuffer) {
    var json = JSONWriter(output)
    json.object(.compact) { json in
      json.member("record", "header")
      writeHead(to: &json)
    }
    json.endDocument()
    if failure == nil {
      table.forEachRow { row in
        guard !output.hasFailed else { return }
        json.object(.compact) { json in
          json.member("record", "row")
          write(row, to: &json)
        }
        json.endDocument()
      }
    }
    json.object(.compact) { json in
      json.member("record", "trailer")
      json.member("status", failure == nil ? run.account.status.rawValue : "error")
      json.member("rowCount", table.rowCount)
    }
    json.endDocument()
  }

  private func writeHead(to json: inout JSONWriter) {
    json.member("schema", Self.schema)
    json.member("schemaVersion", Self.schemaVersion)
    LoginRunJSON.write(run, failure: failure, to: &json) { json in
      json.member("resolutionSeconds", Int(table.resolution.seconds))
    }
    json.object("encoding", .compact) { json in
      json.member("name", MinuteTable.schema.name)
      json.member("schemaVersion", MinuteTable.schema.schemaVersion)
      json.array("features") { json in
        for feature in MinuteTable.schema.features { json.value(feature) }
      }
    }
    json.member("rowCount", table.rowCount)
    json.member("busyRowCount", table.busyRows.count)
    json.member("attackRowCount", table.attackRowCount)
  }

  private func write(_ row: MinuteTable.Row, to json: inout JSONWriter) {
    json.member("time", time(row.seconds))
    json.member("usernamesWithFailures", row.usernamesWithFailures)
    json.member("dayOfWeek", row.dayOfWeek)
    json.member("hour", row.hour)
    if let isAttack = row.isAttack { json.member("isAttack", isAttack) }
  }
}
