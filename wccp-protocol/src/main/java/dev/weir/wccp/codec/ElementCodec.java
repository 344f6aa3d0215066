package dev.weir.wccp.codec;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component.Commands.Command;
import dev.weir.wccp.message.Share;
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
  private static final int FORM_HASH = 0x0000;
  private static final int FORM_MASK = 0x0002;
  private static final int FORM_NONE = 0x0004;
  private static final int FORM_EXTENDED = 0x0006;
  private static final int FLAG_VERSION = 0x0008;

  private ElementCodec() {}

  /// §3.4 Web-Cache Identity Info. Some caches write a length into extended data that is four
  /// octets too small; as nothing follows the element here, such data is taken whole.
  static CacheIdentity identityInfo(WireReader in) throws Malformed {
    return cache(in, 4);
  }

  /// §3.5.
  static CacheIdentity cache(WireReader in) throws Malformed {
    return cache(in, 0);
  }

  private static CacheIdentity cache(WireReader in, int lengthError) throws Malformed {
    var address = in.address("cache address");
    in.u16("hash revision");
    int flags = in.u16("identity flags");
    boolean historical = (flags & (FLAG_HISTORICAL | FLAG_HISTORICAL_HIGH)) != 0;
    var share =
        switch (flags & FLAG_FORM) {
          case FORM_HASH -> hash(in);
          case FORM_MASK -> mask(in);
          case FORM_NONE -> new Share.None();
          default -> extended(in, lengthError);
        };
    return new CacheIdentity(address, historical, (flags & FLAG_VERSION) != 0, share);
  }

  private static Share.Hash hash(WireReader in) throws Malformed {
    return new Share.Hash(
        BucketSet.ofVector(in.octets(BucketSet.OCTETS, "bucket vector")),
        in.u16("weight"),
        in.u16("status"));
  }

  private static Share.Mask mask(WireReader in) throws Malformed {
    return new Share.Mask(AssignmentCodec.sets(in), in.u16("weight"), in.u16("status"));
  }

  private static Share extended(WireReader in, int lengthError) throws Malformed {
    int typeAt = in.position();
    int type = in.u16("extended type");
    int length = in.length("extended length");
    boolean tooSmall = lengthError > 0 && in.remaining() == length + lengthError;
    var data = in.sub(tooSmall ? in.remaining() : length, "extended data");
    return new Share.Extended(
        switch (type) {
          case 0 -> hash(data);
          case 1 -> mask(data);
          case 2 ->
              new Share.AlternateMask(
                  AssignmentCodec.alternateSets(data), data.u16("weight"), data.u16("status"));
          case 3 -> new Share.WeightOnly(data.u16("weight"), data.u16("status"));
          default -> throw new Malformed(Defect.FORM, typeAt, "extended data of type " + type);
        });
  }

  static void cache(CacheIdentity it, WireWriter body) {
    int form =
        switch (it.share()) {
          case Share.Hash _ -> FORM_HASH;
          case Share.Mask _ -> FORM_MASK;
          case Share.None _ -> FORM_NONE;
          case Share.Extended _, Share.AlternateMask _, Share.WeightOnly _ -> FORM_EXTENDED;
        };
    int flags =
        form | (it.historical() ? FLAG_HISTORICAL : 0) | (it.versionRequest() ? FLAG_VERSION : 0);
    body.address(it.address()).u16(0).u16(flags);
    share(it.share(), body);
  }

  private static void share(Share share, WireWriter body) {
    switch (share) {
      case Share.Hash it -> body.octets(it.buckets().toVector()).u16(it.weight()).u16(it.status());
      case Share.Mask it -> {
        AssignmentCodec.sets(it.sets(), body);
        body.u16(it.weight()).u16(it.status());
      }
      case Share.AlternateMask it -> {
        AssignmentCodec.alternateSets(it.sets(), body);
        body.u16(it.weight()).u16(it.status());
      }
      case Share.WeightOnly it -> body.u16(it.weight()).u16(it.status());
      case Share.None() -> {}
      case Share.Extended(Share inner) -> body.tlv(extendedType(inner), data -> share(inner, data));
    }
  }

  private static int extendedType(Share inner) {
    return switch (inner) {
      case Share.Hash _ -> 0;
      case Share.Mask _ -> 1;
      case Share.AlternateMask _ -> 2;
      case Share.WeightOnly _ -> 3;
      case Share.None _, Share.Extended _ -> throw new IllegalArgumentException("" + inner);
    };
  }

  /// §3.10.
  static List<Capability> capabilities(WireReader in) throws Malformed {
    var elements = new ArrayList<Capability>();
    while (in.remaining() > 0) {
      Layout.bound(elements, in);
      int type = in.u16("capability type");
      var value = in.sub(in.length("capability length"), "capability value");
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
      Layout.bound(commands, in);
      int type = in.u16("command type");
      var value = in.sub(in.length("command length"), "command value");
      if (type == Command.SHUTDOWN || type == Command.SHUTDOWN_RESPONSE) {
        commands.add(new Command(type, value.address("command cache")));
      }
    }
    return commands;
  }

  static void commands(List<Command> commands, WireWriter body) {
    commands.forEach(command -> body.tlv(command.type(), value -> value.address(command.cache())));
  }
}
