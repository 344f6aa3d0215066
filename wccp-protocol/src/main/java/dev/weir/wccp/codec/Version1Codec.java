package dev.weir.wccp.codec;

import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.BucketTable;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.Version1;
import dev.weir.wccp.wire.Malformed;
import dev.weir.wccp.wire.Malformed.Defect;
import dev.weir.wccp.wire.WireReader;
import dev.weir.wccp.wire.WireWriter;
import java.net.InetAddress;
import java.util.ArrayList;

/// Reads and writes WCCP1 messages, which have no components (§2.1–2.3).
final class Version1Codec {
  static final int HERE_I_AM = 7;
  static final int I_SEE_YOU = 8;
  static final int ASSIGN_BUCKET = 9;

  private static final int ENTRY_OCTETS = 44;

  /// Where the draft draws the U flag. Any other non-zero word is taken for it, too (§2.4).
  private static final int FLAG_HISTORICAL = 0x8000_0000;

  private Version1Codec() {}

  static boolean knows(int type) {
    return type >= HERE_I_AM && type <= ASSIGN_BUCKET;
  }

  /// The message after its type.
  static Version1 read(int type, WireReader in) throws Malformed {
    return switch (type) {
      case HERE_I_AM -> hereIAm(in);
      case I_SEE_YOU -> iSeeYou(in);
      default -> assignBuckets(in);
    };
  }

  static void write(Version1 message, WireWriter out) {
    switch (message) {
      case Version1.HereIAm it -> {
        out.u32(HERE_I_AM).u32(it.version()).u32(0).octets(it.buckets().toVector());
        out.u32(it.historical() ? FLAG_HISTORICAL : 0).u32(it.received().value());
      }
      case Version1.ISeeYou it -> {
        out.u32(I_SEE_YOU).u32(it.version()).u32(it.change()).u32(it.receiveId().value());
        out.u32(it.caches().size());
        for (Version1.ISeeYou.Entry entry : it.caches()) {
          out.address(entry.cache()).u32(0).octets(entry.buckets().toVector());
          out.u32(entry.historical() ? FLAG_HISTORICAL : 0);
        }
      }
      case Version1.AssignBuckets it -> {
        out.u32(ASSIGN_BUCKET).u32(it.received().value()).u32(it.assignment().caches().size());
        it.assignment().caches().forEach(out::address);
        // there is no alternate hash in WCCP1
        out.octets(it.assignment().table().alternating(BucketSet.EMPTY).toOctets());
      }
    }
  }

  private static Version1 hereIAm(WireReader in) throws Malformed {
    int version = in.u32("protocol version");
    in.u32("hash revision");
    var buckets = BucketSet.ofVector(in.octets(BucketSet.OCTETS, "bucket vector"));
    boolean historical = in.u32("flags") != 0;
    return new Version1.HereIAm(version, buckets, historical, new ReceiveId(in.u32("received id")));
  }

  private static Version1 iSeeYou(WireReader in) throws Malformed {
    int version = in.u32("protocol version");
    int change = in.u32("change number");
    int idAt = in.position();
    var receiveId = new ReceiveId(in.u32("received id"));
    if (receiveId.equals(ReceiveId.NONE)) {
      throw new Malformed(Defect.VALUE, idAt, "received id 0");
    }
    int count = in.count("number of caches", ComponentCodec.PARTY_COUNT_MAX, ENTRY_OCTETS);
    var caches = new ArrayList<Version1.ISeeYou.Entry>(count);
    for (int i = 0; i < count; i++) {
      var cache = in.address("cache");
      in.u32("hash revision");
      var buckets = BucketSet.ofVector(in.octets(BucketSet.OCTETS, "bucket vector"));
      caches.add(new Version1.ISeeYou.Entry(cache, buckets, in.u32("flags") != 0));
    }
    return new Version1.ISeeYou(version, change, receiveId, caches);
  }

  private static Version1 assignBuckets(WireReader in) throws Malformed {
    var received = new ReceiveId(in.u32("received id"));
    int countAt = in.position();
    int count = in.count("number of caches", ComponentCodec.PARTY_COUNT_MAX, 4);
    if (count == 0) {
      throw new Malformed(Defect.COUNT, countAt, "no cache");
    }
    var caches = new ArrayList<InetAddress>(count);
    for (int i = 0; i < count; i++) {
      caches.add(in.address("cache"));
    }
    int tableAt = in.position();
    byte[] octets = in.octets(BucketTable.BUCKET_COUNT, "bucket table");
    for (int bucket = 0; bucket < octets.length; bucket++) {
      int index = octets[bucket] & 0xff;
      if (index != 0xff && index >= count) {
        throw new Malformed(Defect.VALUE, tableAt + bucket, "bucket " + bucket + " is " + index);
      }
    }
    var table =
        BucketTable.ofOctets(octets, count)
            .orElseThrow(() -> new Malformed(Defect.VALUE, tableAt, "bucket table"));
    return new Version1.AssignBuckets(received, new HashAssignment(caches, table));
  }
}
