package dev.weir.cache.disk;

import dev.weir.cache.disk.file.Directory;
import dev.weir.cache.disk.file.StoredFile;
import dev.weir.cache.store.Purge;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;

/// The orders of a disk in a file, written anew at each change and put in the place of the old one
/// when it is whole. One that cannot be read covers everything: what it forbade is not known.
final class BanFile {
  private static final String NAME = "orders";
  private static final String NEXT = "orders.new";
  private static final int BYTES_MAX = 1 << 26;

  private final Directory directory;
  private final long disk;

  BanFile(Directory directory, long disk) {
    this.directory = directory;
    this.disk = disk;
  }

  /// Whether a file of this name is one of ours.
  static boolean isOne(String name) {
    return name.equals(NAME) || name.equals(NEXT);
  }

  void write(Bans bans) throws IOException {
    var octets = new ByteArrayOutputStream();
    var out = new DataOutputStream(octets);
    Map<Purge, Long> orders = bans.all();
    out.writeLong(disk);
    out.writeLong(bans.floor());
    out.writeInt(orders.size());
    for (Map.Entry<Purge, Long> order : orders.entrySet()) {
      out.writeLong(order.getValue());
      text(order.getKey().kind().name(), out);
      text(order.getKey().text(), out);
    }
    out.writeInt(checksum(octets.toByteArray()));
    try (StoredFile file = directory.open(NEXT)) {
      file.truncate(0);
      file.write(ByteBuffer.wrap(octets.toByteArray()), 0);
      file.force();
    }
    directory.rename(NEXT, NAME);
  }

  private static void text(String text, DataOutputStream out) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(octets.length);
    out.write(octets);
  }

  /// Reads them. What was not settled holds for everything before `end`.
  void read(Bans into, long end) throws IOException {
    if (!directory.names().contains(NAME)) {
      return;
    }
    byte[] octets;
    try (StoredFile file = directory.open(NAME)) {
      var all = ByteBuffer.allocate((int) Math.min(file.size(), BYTES_MAX));
      octets = Arrays.copyOf(all.array(), file.read(all, 0));
    }
    int length = octets.length - Integer.BYTES;
    var in = ByteBuffer.wrap(octets);
    if (length < 20
        || in.getInt(length) != checksum(Arrays.copyOf(octets, length))
        || in.getLong() != disk) {
      into.giveUp(end);
      return;
    }
    into.giveUp(in.getLong());
    for (int left = in.getInt(); left > 0; left--) {
      long before = Math.min(in.getLong(), end);
      String kind = text(in);
      String text = text(in);
      if (Arrays.stream(Purge.Kind.values()).anyMatch(it -> it.name().equals(kind))) {
        var order = new Purge(Purge.Kind.valueOf(kind), text);
        into.begin(order);
        into.settle(order, before);
      } else {
        into.giveUp(before);
      }
    }
  }

  private static String text(ByteBuffer in) {
    var octets = new byte[in.getInt()];
    in.get(octets);
    return new String(octets, StandardCharsets.UTF_8);
  }

  private static int checksum(byte[] octets) {
    var crc = new CRC32C();
    crc.update(octets);
    return (int) crc.getValue();
  }
}
