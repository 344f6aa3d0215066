package dev.weir.wccp.codec;

import dev.weir.wccp.assignment.AddressBits;
import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.assignment.BucketTable;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.assignment.MaskSet;
import dev.weir.wccp.assignment.MaskSet.Mask;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.AssignmentMap;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.wire.Malformed;
import dev.weir.wccp.wire.Malformed.Defect;
import dev.weir.wccp.wire.WireReader;
import dev.weir.wccp.wire.WireWriter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/// Reads and writes assignments: the components that hold one (§3.8, §3.11, §3.13), and the lists
/// of masks and values, plain (§3.12) and compact (§3.14).
final class AssignmentCodec {
  private static final int VALUE_COUNT_MAX = 65_536;
  private static final int MASK_OCTETS = 12;
  private static final int VALUE_OCTETS = 16;

  private final BucketOctet layout;

  AssignmentCodec(BucketOctet layout) {
    this.layout = layout;
  }

  /// §3.8 Assignment Info.
  AssignmentInfo plain(WireReader in) throws Malformed {
    return new AssignmentInfo(key(in), addressed(in), buckets(in), Form.PLAIN);
  }

  /// §3.11 Alternate Assignment. Where the inner length disagrees with the component's, the
  /// component's counts.
  AssignmentInfo alternate(WireReader in) throws Malformed {
    var form = form(in);
    in.u16("assignment length");
    return new AssignmentInfo(key(in), addressed(in), body(form, in), form);
  }

  /// §3.13 Assignment Map.
  AssignmentMap map(WireReader in) throws Malformed {
    return new AssignmentMap(new MaskAssignment(sets(in)), Form.PLAIN);
  }

  /// §3.13 Alternate Assignment Map.
  AssignmentMap alternateMap(WireReader in) throws Malformed {
    var form = form(in);
    in.u16("assignment length");
    return new AssignmentMap(body(form, in), form);
  }

  void write(AssignmentInfo it, WireWriter out) {
    if (it.form() == Form.PLAIN) {
      info(it, out);
    } else {
      out.u16(type(it.form())).length(rest -> info(it, rest));
    }
  }

  void write(AssignmentMap it, WireWriter out) {
    if (it.form() == Form.PLAIN) {
      body(it.assignment(), it.form(), out);
    } else {
      out.u16(type(it.form())).length(rest -> body(it.assignment(), it.form(), rest));
    }
  }

  static AssignmentKey key(WireReader in) throws Malformed {
    return new AssignmentKey(in.address("key address"), in.u32("key change number"));
  }

  static void key(AssignmentKey key, WireWriter body) {
    body.address(key.designated()).u32(key.number());
  }

  private void info(AssignmentInfo it, WireWriter out) {
    key(it.key(), out);
    out.u32(it.routers().size());
    it.routers()
        .forEach(to -> out.address(to.router()).u32(to.receiveId().value()).u32(to.memberChange()));
    body(it.assignment(), it.form(), out);
  }

  private static Form form(WireReader in) throws Malformed {
    int typeAt = in.position();
    int type = in.u16("assignment type");
    return switch (type) {
      case 0 -> Form.HASH;
      case 1 -> Form.MASK;
      case 2 -> Form.ALTERNATE_MASK;
      default -> throw new Malformed(Defect.FORM, typeAt, "assignment type " + type);
    };
  }

  private static int type(Form form) {
    return switch (form) {
      case PLAIN, HASH -> 0;
      case MASK -> 1;
      case ALTERNATE_MASK -> 2;
    };
  }

  private Assignment body(Form form, WireReader in) throws Malformed {
    return switch (form) {
      case PLAIN, HASH -> buckets(in);
      case MASK -> new MaskAssignment(sets(in));
      case ALTERNATE_MASK -> new MaskAssignment(alternateSets(in));
    };
  }

  private void body(Assignment assignment, Form form, WireWriter out) {
    switch (assignment) {
      case HashAssignment it -> {
        ComponentCodec.addresses(it.caches(), out);
        out.octets(layout.of(it.table().toOctets()));
      }
      case MaskAssignment it when form == Form.ALTERNATE_MASK -> alternateSets(it.sets(), out);
      case MaskAssignment it -> sets(it.sets(), out);
    }
  }

  /// §3.8 Hash Buckets Assignment Element.
  private HashAssignment buckets(WireReader in) throws Malformed {
    var caches = ComponentCodec.addresses(in, "number of caches", "cache");
    int tableAt = in.position();
    byte[] octets = layout.toCisco(in.octets(BucketTable.BUCKET_COUNT, "bucket table"));
    var table = BucketTable.ofOctets(octets, caches.size());
    if (table.isEmpty()) {
      throw new Malformed(Defect.VALUE, tableAt, "a bucket names a cache that is not listed");
    }
    return new HashAssignment(caches, table.get());
  }

  private static List<AddressedRouter> addressed(WireReader in) throws Malformed {
    int count = in.count("number of routers", ComponentCodec.PARTY_COUNT_MAX, 12);
    var routers = new ArrayList<AddressedRouter>(count);
    for (int i = 0; i < count; i++) {
      routers.add(
          new AddressedRouter(
              in.address("router"), new ReceiveId(in.u32("receive id")), in.u32("member change")));
    }
    return routers;
  }

  /// §3.12 Mask/Value Set List.
  static List<MaskSet> sets(WireReader in) throws Malformed {
    int count = in.count("number of mask sets", MaskAssignment.SET_COUNT_MAX, MASK_OCTETS + 4);
    var sets = new ArrayList<MaskSet>(count);
    for (int i = 0; i < count; i++) {
      var mask = fields(in, "mask");
      int values = in.count("number of values", VALUE_COUNT_MAX, VALUE_OCTETS);
      var list = new ArrayList<MaskSet.Value>(values);
      for (int j = 0; j < values; j++) {
        list.add(new MaskSet.Value(fields(in, "value"), in.address("cache of value")));
      }
      sets.add(new MaskSet(mask, list));
    }
    return sets;
  }

  static void sets(List<MaskSet> sets, WireWriter out) {
    out.u32(sets.size());
    for (MaskSet set : sets) {
      fields(set.mask(), out);
      out.u32(set.values().size());
      for (MaskSet.Value value : set.values()) {
        fields(value.match(), out);
        out.address(value.cache());
      }
    }
  }

  /// §3.14 Alternate Mask/Value Set List: values by their sequence numbers, grouped by cache.
  static List<MaskSet> alternateSets(WireReader in) throws Malformed {
    int count = in.count("number of mask sets", MaskAssignment.SET_COUNT_MAX, MASK_OCTETS + 4);
    var sets = new ArrayList<MaskSet>(count);
    int left = VALUE_COUNT_MAX;
    for (int i = 0; i < count; i++) {
      int maskAt = in.position();
      var mask = fields(in, "mask");
      if (mask.bits() > MaskSet.MASK_BITS_MAX) {
        throw new Malformed(Defect.VALUE, maskAt, "a mask of " + mask.bits() + " bits");
      }
      var values = alternateValues(mask, left, in);
      left -= values.size();
      sets.add(new MaskSet(mask, values));
    }
    return sets;
  }

  /// A cache that is listed twice is taken as listed once, with the values of both. In the order of
  /// their numbers, so that it does not matter how they were grouped. A number that two caches are
  /// given counts for the first.
  private static List<MaskSet.Value> alternateValues(Mask mask, int max, WireReader in)
      throws Malformed {
    int caches = in.count("number of caches", ComponentCodec.PARTY_COUNT_MAX, 8);
    var values = new TreeMap<Long, MaskSet.Value>();
    int left = max;
    for (int i = 0; i < caches; i++) {
      var cache = in.address("cache of values");
      int count = in.count("number of values", left, 4);
      left -= count;
      for (int j = 0; j < count; j++) {
        int at = in.position();
        int number = in.u32("value sequence number");
        long unsigned = Integer.toUnsignedLong(number);
        if (unsigned >>> mask.bits() != 0) {
          throw new Malformed(Defect.VALUE, at, "value sequence number " + unsigned);
        }
        values.putIfAbsent(unsigned, new MaskSet.Value(mask.value(number), cache));
      }
    }
    return List.copyOf(values.values());
  }

  static void alternateSets(List<MaskSet> sets, WireWriter out) {
    out.u32(sets.size());
    for (MaskSet set : sets) {
      var numbers = new LinkedHashMap<InetAddress, List<Integer>>();
      for (MaskSet.Value value : set.values()) {
        numbers
            .computeIfAbsent(value.cache(), _ -> new ArrayList<>())
            .add(set.mask().sequenceNumber(value.match()));
      }
      fields(set.mask(), out);
      out.u32(numbers.size());
      numbers.forEach((cache, list) -> {
        out.address(cache).u32(list.size());
        list.forEach(out::u32);
      });
    }
  }

  private static Mask fields(WireReader in, String field) throws Malformed {
    return new Mask(
        AddressBits.ofOctets(in.addressOctets(field + " of source")),
        AddressBits.ofOctets(in.addressOctets(field + " of destination")),
        in.u16(field + " of source port"),
        in.u16(field + " of destination port"));
  }

  private static void fields(Mask mask, WireWriter out) {
    out.addressOctets(mask.source().toOctets()).addressOctets(mask.destination().toOctets());
    out.u16(mask.sourcePort()).u16(mask.destinationPort());
  }
}
