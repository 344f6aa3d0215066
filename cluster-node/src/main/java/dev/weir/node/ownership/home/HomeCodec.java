package dev.weir.node.ownership.home;

import dev.weir.node.ownership.Neighbours;
import dev.weir.wccp.assignment.BucketSet;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The octets of a [HomeMessage], big-endian, after one octet that tells which it is:
///
/// ```
/// 1 WhereIs  u64 host | u8 0 nothing, 1 something proposed | u8 bucket
/// 2 Recall   u8[32] buckets
/// 3 Load     u64 requests | u8 count | count x (u64 host, u64 requests) | u8 count | count x u64
/// 4 Home     u8 bucket         5 NotHere
/// 6 Records  u8[32] buckets | count x (u64 host, u8 home, u8 0 remembered, 1 confirmed)
/// 7 Noted
/// ```
public final class HomeCodec {
  /// The most hosts in either list of a [HomeMessage.Load].
  public static final int LOAD_HOSTS_MAX = 64;

  private static final int RECORD_OCTETS = Long.BYTES + 2;

  /// The most records in one answer; a shelf has fewer than that.
  public static final int RECORDS_MAX =
      (Neighbours.OCTETS_MAX - 1 - BucketSet.OCTETS) / RECORD_OCTETS;

  private HomeCodec() {}

  /// Writes a message.
  public static byte[] encode(HomeMessage message) {
    return switch (message) {
      case HomeMessage.WhereIs it ->
          ByteBuffer.allocate(11)
              .put((byte) 1)
              .putLong(it.host())
              .put((byte) (it.proposed().isEmpty() ? 0 : 1))
              .put(it.proposed().orElse(0).byteValue())
              .array();
      case HomeMessage.Recall(BucketSet buckets) ->
          ByteBuffer.allocate(1 + BucketSet.OCTETS).put((byte) 2).put(buckets.toVector()).array();
      case HomeMessage.Load it -> load(it);
      case HomeMessage.Home(int bucket) -> new byte[] {4, (byte) bucket};
      case HomeMessage.NotHere() -> new byte[] {5};
      case HomeMessage.Records(BucketSet buckets, HomeRecords it) -> records(buckets, it);
      case HomeMessage.Noted() -> new byte[] {7};
    };
  }

  /// Reads a message. Total: empty for whatever [#encode] does not write.
  public static Optional<HomeMessage> decode(byte[] octets) {
    var in = ByteBuffer.wrap(octets);
    try {
      Optional<HomeMessage> message = octets.length == 0 ? Optional.empty() : read(in.get(), in);
      return in.hasRemaining() ? Optional.empty() : message;
    } catch (BufferUnderflowException e) {
      return Optional.empty();
    }
  }

  private static Optional<HomeMessage> read(byte kind, ByteBuffer in) {
    return switch (kind) {
      case 1 -> whereIs(in);
      case 2 -> Optional.of(new HomeMessage.Recall(buckets(in)));
      case 3 -> load(in);
      case 4 -> Optional.of(new HomeMessage.Home(u8(in)));
      case 5 -> Optional.of(new HomeMessage.NotHere());
      case 6 -> records(in);
      case 7 -> Optional.of(new HomeMessage.Noted());
      default -> Optional.empty();
    };
  }

  private static Optional<HomeMessage> whereIs(ByteBuffer in) {
    long host = in.getLong();
    int form = u8(in);
    int bucket = u8(in);
    return form > 1 || (form == 0 && bucket != 0)
        ? Optional.empty()
        : Optional.of(
            new HomeMessage.WhereIs(host, form == 0 ? Optional.empty() : Optional.of(bucket)));
  }

  private static byte[] load(HomeMessage.Load it) {
    var hosts = it.hosts().subList(0, Math.min(LOAD_HOSTS_MAX, it.hosts().size()));
    var spread = it.spread().subList(0, Math.min(LOAD_HOSTS_MAX, it.spread().size()));
    var out =
        ByteBuffer.allocate(1 + 8 + 1 + 16 * hosts.size() + 1 + 8 * spread.size())
            .put((byte) 3)
            .putLong(it.requests())
            .put((byte) hosts.size());
    hosts.forEach(busy -> out.putLong(busy.host()).putLong(busy.requests()));
    out.put((byte) spread.size());
    spread.forEach(out::putLong);
    return out.array();
  }

  private static Optional<HomeMessage> load(ByteBuffer in) {
    long requests = in.getLong();
    List<HomeMessage.Busy> hosts = new ArrayList<>();
    boolean sound = requests >= 0;
    int count = u8(in);
    for (int i = 0; i < count; i++) {
      hosts.add(new HomeMessage.Busy(in.getLong(), in.getLong()));
      sound &= hosts.getLast().requests() >= 0;
    }
    List<Long> spread = new ArrayList<>();
    int spreadCount = u8(in);
    for (int i = 0; i < spreadCount; i++) {
      spread.add(in.getLong());
    }
    sound &= count <= LOAD_HOSTS_MAX && spreadCount <= LOAD_HOSTS_MAX;
    return sound ? Optional.of(new HomeMessage.Load(requests, hosts, spread)) : Optional.empty();
  }

  private static BucketSet buckets(ByteBuffer in) {
    byte[] vector = new byte[BucketSet.OCTETS];
    in.get(vector);
    return BucketSet.ofVector(vector);
  }

  private static byte[] records(BucketSet buckets, HomeRecords records) {
    int count = Math.min(RECORDS_MAX, records.count());
    var out =
        ByteBuffer.allocate(1 + BucketSet.OCTETS + count * RECORD_OCTETS)
            .put((byte) 6)
            .put(buckets.toVector());
    for (int i = 0; i < count; i++) {
      out.putLong(records.host(i))
          .put((byte) records.home(i))
          .put((byte) (records.confirmed(i) ? 1 : 0));
    }
    return out.array();
  }

  private static Optional<HomeMessage> records(ByteBuffer in) {
    BucketSet buckets = buckets(in);
    int count = in.remaining() / RECORD_OCTETS;
    if (in.remaining() % RECORD_OCTETS != 0 || count > RECORDS_MAX) {
      return Optional.empty();
    }
    long[] hosts = new long[count];
    byte[] homes = new byte[count];
    boolean[] confirmed = new boolean[count];
    boolean sound = true;
    for (int i = 0; i < count; i++) {
      hosts[i] = in.getLong();
      homes[i] = in.get();
      byte state = in.get();
      confirmed[i] = state == 1;
      sound &= state == 0 || state == 1;
    }
    return sound
        ? Optional.of(new HomeMessage.Records(buckets, new HomeRecords(hosts, homes, confirmed)))
        : Optional.empty();
  }

  private static int u8(ByteBuffer in) {
    return Byte.toUnsignedInt(in.get());
  }
}
