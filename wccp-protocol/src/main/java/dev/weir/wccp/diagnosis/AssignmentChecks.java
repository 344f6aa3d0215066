package dev.weir.wccp.diagnosis;

import dev.weir.wccp.assignment.Assignment;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.assignment.BucketTable;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.assignment.MaskAssignment;
import dev.weir.wccp.codec.Piece;
import dev.weir.wccp.message.Component.AssignmentInfo;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.AssignmentMap;
import dev.weir.wccp.message.Component.Form;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.wire.Field;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// Whether an assignment can be installed (§3.8, §3.11, §3.13).
final class AssignmentChecks {
  private static final int NOBODY = 0xff;
  private static final int INDEX = 0x7f;

  private final BucketOctet layout;

  AssignmentChecks(BucketOctet layout) {
    this.layout = layout;
  }

  void info(AssignmentInfo it, int minor, Piece piece, Findings findings) {
    String section = Kind.section(piece.type());
    findings.party(it.key().designated(), piece.place("key address"), section, "key address");
    List<Field> ids = piece.named("receive id");
    List<Field> routers = piece.named("router");
    if (it.routers().isEmpty()) {
      findings.wrong(piece.place("number of routers"), section, "no router is addressed");
    }
    for (int i = 0; i < it.routers().size(); i++) {
      AddressedRouter to = it.routers().get(i);
      findings.party(to.router(), routers.get(i).offset(), section, "router");
      if (to.receiveId().equals(ReceiveId.NONE)) {
        findings.wrong(
            ids.get(i).offset(),
            section,
            "receive id for router " + to.router().getHostAddress() + " is 0: it refuses this");
      }
    }
    findings.different(
        it.routers().stream().map(AddressedRouter::router).toList(),
        piece.place("router"),
        section,
        "router");
    if (minor == 0 && it.form() == Form.ALTERNATE_MASK) {
      findings.unusual(
          piece.place("assignment type"),
          "3.11",
          "assignment type 2 is of 2.01, the message of 2.00");
    }
    assignment(it.assignment(), piece, section, findings);
  }

  void map(AssignmentMap it, Piece piece, Findings findings) {
    assignment(it.assignment(), piece, "3.13", findings);
  }

  private void assignment(Assignment it, Piece piece, String section, Findings findings) {
    for (Field length : piece.named("assignment length")) {
      int rest = piece.end() - length.offset() - length.octets();
      if (!length.value().equals(Integer.toString(rest))) {
        findings.unusual(
            length.offset(),
            section,
            "assignment length is %s, but %d octets follow: the latter counts"
                .formatted(length.value(), rest));
      }
    }
    switch (it) {
      case HashAssignment hash -> hash(hash, piece, section, findings);
      case MaskAssignment masks -> MaskChecks.check(masks.sets(), piece, section, findings);
    }
  }

  private void hash(HashAssignment it, Piece piece, String section, Findings findings) {
    int at = piece.place("cache");
    it.caches().forEach(cache -> findings.party(cache, at, section, "cache"));
    findings.different(it.caches(), at, section, "cache");
    int tableAt = piece.place("bucket table");
    long alternate = buckets().filter(it.table()::alternate).count();
    if (alternate > 0) {
      findings.note(tableAt, "5.2", alternate + " buckets go by the alternate hash");
    }
    long idle = it.caches().stream().filter(cache -> it.share(cache).size() == 0).count();
    if (idle > 0) {
      findings.note(tableAt, section, idle + " of the listed caches own no bucket");
    }
    if (it.assignedCount() == 0) {
      findings.unusual(tableAt, section, "no bucket is assigned: nothing is redirected");
    }
    if (alternate > 0 && layout == BucketOctet.DRAFT && alternate == it.assignedCount()) {
      findings.unusual(
          tableAt, "3.0.3", "every bucket has A set: are these octets Cisco's layout?");
    }
  }

  private static IntStream buckets() {
    return IntStream.range(0, BucketTable.BUCKET_COUNT);
  }

  /// What else a malformed piece may be; empty when there is nothing to tell.
  String hint(Piece piece) {
    List<Field> tables = piece.named("bucket table");
    List<Field> counts = piece.named("number of caches");
    if (tables.isEmpty() || counts.isEmpty()) {
      return "";
    }
    byte[] octets = HexFormat.of().parseHex(tables.getFirst().value());
    int count = Integer.parseInt(counts.getFirst().value());
    byte[] cisco = layout.toCisco(octets);
    String which =
        buckets()
            .filter(bucket -> (cisco[bucket] & 0xff) != NOBODY && (cisco[bucket] & INDEX) >= count)
            .mapToObj(bucket -> " (bucket %d is 0x%02x)".formatted(bucket, octets[bucket] & 0xff))
            .findFirst()
            .orElse("");
    var other = layout == BucketOctet.CISCO ? BucketOctet.DRAFT : BucketOctet.CISCO;
    boolean fits = BucketTable.ofOctets(other.toCisco(octets), count).isPresent();
    return which
        + (fits
            ? "; these octets fit the "
                + (other == BucketOctet.DRAFT ? "draft's" : "Cisco")
                + " layout (§3.0.3)"
            : "");
  }
}
