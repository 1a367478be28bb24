import Detection
import Records

extension ScanJSON {
  /// Writes the members of `run`: what was asked, and what every input was.
  static func writeRun(_ report: ScanReport, to json: inout JSONWriter) {
    json.member("version", report.version)
    json.member("seed", report.options.seed)
    json.member("status", report.status.rawValue)
    json.object("options", .compact) { json in
      writeOptions(report.options, to: &json)
      json.member("model", report.options.modelChecksum)
    }
    writeAccount(ignored: report.ignored, inputs: report.inputs, to: &json)
  }

  /// Writes what was found and not read, and what every input was.
  static func writeAccount(
    ignored: [IgnoredInput], inputs: [InputSummary], to json: inout JSONWriter
  ) {
    json.array("ignored") { json in
      for ignored in ignored {
        json.object(.compact) { json in
          writePath(ignored.path, to: &json)
          json.member("reason", ignored.reason.rawValue)
        }
      }
    }
    json.array("inputs") { json in
      for input in inputs {
        json.object(.compact) { json in writeInput(input, to: &json) }
      }
    }
  }

  /// Writes all that can change results, named as on the command line.
  static func writeOptions(_ options: ScanOptions, to json: inout JSONWriter) {
    json.member("side", options.side.rawValue)
    json.member("family", options.family.rawValue)
    json.member("features", options.features.rawValue)
    json.member("algorithm", options.algorithm.rawValue)
    switch options.components {
    case .auto: json.member("components", "auto")
    case .fixed(let count): json.member("components", count)
    }
    json.member("restarts", options.restartCount)
    json.member("weight", options.weighting.rawValue)
    json.member("threshold", options.threshold.commandLineText)
    json.member("reasons", options.reasons.rawValue)
    json.member("stability", options.stabilityRefitCount)
    json.member("elbow", options.elbow.map { "\($0.lowerBound):\($0.upperBound)" })
    json.member("filter", options.records.filter)
    json.member("since", options.records.since?.description)
    json.member("until", options.records.until?.description)
    if options.records.depth == .innermost { json.member("inner", true) }
  }

  /// Writes what an input was, and where its records went.
  static func writeInput(_ input: InputSummary, to json: inout JSONWriter) {
    writePath(input.path, to: &json)
    json.member("status", input.status.rawValue)
    if let failure = input.failure {
      json.object("error") { json in
        json.member("class", failure.class.rawValue)
        json.member("message", failure.message)
        json.member("record", failure.record)
        json.member("byteOffset", failure.byteOffset)
      }
    }
    json.member("note", input.note)
    json.member("format", input.format?.rawValue)
    json.member("compression", input.compression?.rawValue)
    json.array("linkTypes") { json in
      for linkType in input.linkTypes { json.value(linkType) }
    }
    json.member("sha256", input.sha256)
    writeCounts(input, to: &json)
  }

  /// Writes the name as text, and its bytes where those are another name's too.
  static func writePath(_ path: InputPath, to json: inout JSONWriter) {
    json.member("path", JSONText.text(of: path))
    if !path.isText { json.member("pathHex", path.bytes.map(hexadecimal).joined()) }
  }

  private static func writeCounts(_ input: InputSummary, to json: inout JSONWriter) {
    json.member("byteCount", input.byteCount)
    json.member("packetCount", input.packetCount)
    json.member("usedPacketCount", input.usedPacketCount)
    json.member("ipv4PacketCount", input.ipv4PacketCount)
    json.member("ipv6PacketCount", input.ipv6PacketCount)
    json.array("skipped") { json in
      for (reason, count) in input.orderedSkips {
        json.object { json in
          json.member("reason", reason.rawValue)
          json.member("count", count)
          json.member("firstRecord", input.firstSkippedRecords[reason])
        }
      }
    }
    json.member("damagedCount", input.damagedCount)
    json.member("firstTimestamp", input.firstTimestamp?.description)
    json.member("lastTimestamp", input.lastTimestamp?.description)
    json.member("outOfOrderCount", input.outOfOrderCount)
    json.member("snapshotTruncatedCount", input.snapshotTruncatedCount)
    json.member("untimedPacketCount", input.untimedPacketCount)
    json.member("duplicateFrameCount", input.duplicateFrameCount)
    json.member("duplicateRowCount", input.duplicateRowCount)
    json.member("timeGapCount", input.timeGapCount)
    if let gap = input.longestTimeGap {
      json.object("longestTimeGap") { json in
        json.member("start", gap.start.description)
        json.member("end", gap.end.description)
        json.member("durationSeconds", gap.durationSeconds)
      }
    }
    json.member("passedOverBlockCount", input.passedOverBlockCount)
    json.member("oneWayPacketCount", input.oneWayPacketCount)
    json.member("kernelDroppedCount", input.kernelDroppedCount)
  }
}

extension InputSummary {
  /// The reasons that occurred, in the order of their declaration, so that no hash shows.
  var orderedSkips: [(reason: SkipReason, count: Int)] {
    SkipReason.allCases.compactMap { reason in
      guard let count = skipped[reason], count > 0 else { return nil }
      return (reason, count)
    }
  }
}

extension ThresholdRule {
  /// As the option is written: `percentile:4`.
  var commandLineText: String {
    switch self {
    case .percentile(let percentile): "percentile:\(percentile.shortText)"
    case .density(let density): "density:\(density.shortText)"
    case .pValue(let level): "p-value:\(level.shortText)"
    case .falseDiscoveryRate(let rate): "fdr:\(rate.shortText)"
    }
  }
}

extension Double {
  /// The shortest text that reads back to the same double, whole numbers without a fraction.
  var shortText: String {
    description.hasSuffix(".0") ? String(description.dropLast(2)) : description
  }
}
