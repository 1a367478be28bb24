import Foundation
import Testing

@testable import Watching

@Suite struct WebhookSecretTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// RFC 4231, section 4.3, whose key and data are texts.
  static let signature =
    "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
  static let message = Array("what do ya want for nothing?".utf8)

  @Test(arguments: ["Jefe", "Jefe\n", "Jefe\r\n"])
  func filesAndVariablesHoldTheSame(_ text: String) throws {
    try folder.write(Array(text.utf8), to: "secret")
    let ofFile = try WebhookSecret(file: folder.path("secret"))
    #expect(ofFile.signature(of: Self.message) == Self.signature)
    let ofVariable = try WebhookSecret(variable: "S", in: ["S": text])
    #expect(ofVariable.signature(of: Self.message) == Self.signature)
  }

  @Test func emptyMissingAndHugeOnesAreRefused() throws {
    try folder.write(Array("\n".utf8), to: "empty")
    try folder.write([UInt8](repeating: 0x61, count: 70_000), to: "huge")
    for name in ["empty", "huge", "none"] {
      #expect(throws: DeliveryFailure.self) { try WebhookSecret(file: folder.path(name)) }
    }
    #expect(
      throws: DeliveryFailure(
        .configuration, "$S: expected a secret of 1 to 65536 bytes, but found none")
    ) { try WebhookSecret(variable: "S", in: [:]) }
  }

  @Test func itIsShownNowhere() throws {
    let secret = try WebhookSecret(variable: "S", in: ["S": "hush"])
    let members = Mirror(reflecting: secret).children.map { "\($0)" }
    for text in ["\(secret)", String(reflecting: secret), String(describing: [secret])] + members {
      #expect(!text.contains("hush") && !text.contains("104"))
    }
  }
}
