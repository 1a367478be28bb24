import Reporting

/// Arguments as text that keeps every byte, since names of files need not be UTF-8.
///
/// A byte that is no part of UTF-8 becomes the private-use scalar U+10FF00 + byte. The scalars
/// U+10FF80 ... U+10FFFF that are really given become four such scalars, one a byte, so the way
/// back is exact for every argument.
enum RawArguments {
  private static let offset: UInt32 = 0x10_ff00
  private static let stoodIn: ClosedRange<UInt32> = 0x10_ff80...0x10_ffff

  /// The arguments of this process, without its name.
  static var ofProcess: [String] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { argument in
        var bytes: [UInt8] = []
        var position = 0
        while argument[position] != 0 {
          bytes.append(UInt8(bitPattern: argument[position]))
          position += 1
        }
        return text(of: bytes)
      }
    }
  }

  static func text(of bytes: [UInt8]) -> String {
    var text = ""
    TextPiece.forEach(of: bytes) { piece in
      switch piece {
      case .invalidByte(let byte): text.unicodeScalars.append(standIn(byte))
      case .scalar(let scalar) where stoodIn.contains(scalar.value):
        for byte in String(scalar).utf8 { text.unicodeScalars.append(standIn(byte)) }
      case .scalar(let scalar): text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  static func bytes(of text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar in
      stoodIn.contains(scalar.value) ? [UInt8(scalar.value - offset)] : Array(String(scalar).utf8)
    }
  }

  private static func standIn(_ byte: UInt8) -> Unicode.Scalar {
    // At most U+10FFFF, and far from the surrogates, so the scalar exists.
    Unicode.Scalar(offset + UInt32(byte))!
  }
}
