package dev.weir.wccp.message;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.wire.Malformed;
import dev.weir.wccp.wire.Malformed.Defect;
import dev.weir.wccp.wire.WireReader;
import dev.weir.wccp.wire.WireWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Reads and writes the elements inside components: identities, capabilities, commands.
final class ElementCodec {
  private static final int FLAG_HISTORICAL = 0x0001;

  /// Some caches set U in the highest bit (§3.0.3).
  private static final int FLAG_HISTORICAL_HIGH = 0x8000;

  private static final int FLAG_FORM = 0x0006;

  private ElementCodec() {}

  /// §3.5. Only the hash form; the others are refused as such.
  static CacheIdentity cache(WireReader in) throws Malformed {
    var address = in.ipv4("cache address");
    in.u16("hash revision");
    int flagsAt = in.position();
    int flags = in.u16("identity flags");
    if ((flags & FLAG_FORM) != 0) {
      throw new Malformed(Defect.FORM, flagsAt, "identity of form " + (flags & FLAG_FORM));
    }
    return new CacheIdentity(
        address,
        (flags & (FLAG_HISTORICAL | FLAG_HISTORICAL_HIGH)) != 0,
        BucketSet.ofVector(in.octets(BucketSet.OCTETS, "bucket vector")),
        in.u16("weight"),
        in.u16("status"));
  }

  static void cache(CacheIdentity it, WireWriter body) {
    body.ipv4(it.address()).u16(0).u16(it.historical() ? FLAG_HISTORICAL : 0);
    body.octets(it.buckets().toVector()).u16(it.weight()).u16(it.status());
  }

  /// §3.10.
  static List<Capability> capabilities(WireReader in) throws Malformed {
    var elements = new ArrayList<Capability>();
    while (in.remaining() > 0) {
      int type = in.u16("capability type");
      var value = in.sub(in.u16("capability length"), "capability value");
      elements.add(capability(type, value));
    }
    return elements;
  }

  private static Capability capability(int type, WireReader value) throws Malformed {
    return switch (type) {
      case 1 -> new Capability.Forwarding(value.u32("forwarding methods"));
      case 2 -> new Capability.AssignmentMethod(value.u32("assignment methods"));
      case 3 -> new Capability.PacketReturn(value.u32("return methods"));
      case 4 ->
          new Capability.TransmitInterval(value.u16("interval upper"), value.u16("interval lower"));
      case 5 ->
          new Capability.TimerScale(
              value.u8("timeout upper"),
              value.u8("timeout lower"),
              value.u8("assign upper"),
              value.u8("assign lower"));
      default ->
          new Capability.Other(
              type, HexFormat.of().formatHex(value.octets(value.remaining(), "capability value")));
    };
  }

  static void capabilities(List<Capability> elements, WireWriter body) {
    for (Capability element : elements) {
      switch (element) {
        case Capability.Forwarding(int methods) -> body.tlv(1, value -> value.u32(methods));
        case Capability.AssignmentMethod(int methods) -> body.tlv(2, value -> value.u32(methods));
        case Capability.PacketReturn(int methods) -> body.tlv(3, value -> value.u32(methods));
        case Capability.TransmitInterval(int upper, int lower) ->
            body.tlv(4, value -> value.u16(upper).u16(lower));
        case Capability.TimerScale it ->
            body.tlv(
                5,
                value ->
                    value
                        .u8(it.timeoutUpper())
                        .u8(it.timeoutLower())
                        .u8(it.assignUpper())
                        .u8(it.assignLower()));
        case Capability.Other(int type, String hex) ->
            body.tlv(type, value -> value.octets(HexFormat.of().parseHex(hex)));
      }
    }
  }

  /// §3.15. Unknown commands are skipped.
  static List<Command> commands(WireReader in) throws Malformed {
    var commands = new ArrayList<Command>();
    while (in.remaining() > 0) {
      int type = in.u16("command type");
      var value = in.sub(in.u16("command length"), "command value");
      if (type == Command.SHUTDOWN || type == Command.SHUTDOWN_RESPONSE) {
        commands.add(new Command(type, value.ipv4("command cache")));
      }
    }
    return commands;
  }

  static void commands(List<Command> commands, WireWriter body) {
    commands.forEach(command -> body.tlv(command.type(), value -> value.ipv4(command.cache())));
  }
}
