/// The columns of `ipclust extract`, in their order and by the names of the field's tables.
public enum PacketColumn: String, Sendable, CaseIterable {
  case timestamp, id, len
  case esrc, edst, etype, vlan
  case isrc, idst, iproto, iplen, ipttl
  case tsport, tdport, twindow
  case utsport, utdport, ulen
  case icmptype, icmpcode
  case arpop, arpsrc, arpdst, arppsrc, arppdst
  case dnsopcode, ntpmode
  case bootpop, bootpchaddr, bootpciaddr, bootpyiaddr, bootpsiaddr, bootpgiaddr, dhcphoptions
  case iperrorsrc, iperrordst, iperrorproto, uerrorsrc, uerrordst

  // Ours, behind those that other tools write.
  case ipversion, tcpflags, linktype, capturedlen, innersrc, innerdst
}
