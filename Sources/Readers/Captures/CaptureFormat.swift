import Records

/// The frames of a capture format, found in its bytes piece by piece.
protocol CaptureFormat {
  /// Whether what comes before the first frame has not been read whole.
  var isInHeader: Bool { get }

  /// Whether frames of any link type that the file declares can be decoded.
  var knowsLinkType: Bool { get }

  /// Whether frames of any link type that the file declares can lead to addresses.
  var leadsToAddresses: Bool { get }

  /// Accounts for every frame that lies whole in `bytes`.
  ///
  /// - Parameter consumedCount: grows by what was read; what is left belongs to the next frame.
  /// - Returns: what the next frame needs.
  /// - Throws: what is wrong behind the consumed bytes.
  mutating func readFrames(
    in bytes: Span<UInt8>, _ consumedCount: inout Int, into flow: inout RecordFlow
  ) throws(CaptureFault) -> CaptureNeed
}

/// Bytes without which the reading of a capture cannot go on.
struct CaptureNeed {
  let part: CaptureFault.Part
  let byteCount: Int
}
