package dev.weir.wccp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.codec.Dissection;
import dev.weir.wccp.codec.LenientCodec;
import dev.weir.wccp.codec.Vectors;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Foreign eyes: what tshark says of every message that a conversation sends, and of the vectors.
///
/// Where tshark itself is known to be wrong, it is not asked: §10.2 lists where.
final class TsharkTest {
  /// Present when tshark finds a message wrong.
  private static final List<String> COMPLAINTS =
      List.of(
          "_ws.malformed",
          "wccp.missing.security_info",
          "wccp.missing.service_info",
          "wccp.missing.wc_id_info",
          "wccp.missing.router_id_info",
          "wccp.missing.query_info",
          "wccp.missing.wc_view_info",
          "wccp.missing.rtr_view_info",
          "wccp.missing.assignment",
          "wccp.contains.alt_assignment",
          "wccp.contains.assign_map",
          "wccp.contains.capabilities_info",
          "wccp.contains.command_extension",
          "wccp.contains.query_info",
          "wccp.contains.redirect_assignment",
          "wccp.contains.router_id_info",
          "wccp.contains.rtr_view_info",
          "wccp.contains.wc_id_info",
          "wccp.contains.wc_view_info",
          "wccp.length_bad",
          "wccp.assignment_length_bad",
          "wccp.router_identity.receive_id.zero",
          "wccp.web_cache_identity.hash_rev.zero",
          "wccp.capability_element.length.invalid",
          "wccp.service_info_priority.nonzero",
          "wccp.service_info_protocol.nonzero",
          "wccp.address_table.family_type.unknown",
          "wccp.command_unknown",
          "wccp.a_zero_not_c");

  /// A field of ours by a pattern, in components of some types (none: in WCCP1), and the fields
  /// that are it for tshark.
  private record Same(Set<Integer> components, String ours, List<String> theirs) {}

  private static final List<Same> FIELDS =
      List.of(
          same("cache address", "wccp.web_cache_identity.ipv4", 3, 4),
          same("weight", "wccp.assignment_weight", 3, 4),
          same("receive id", "wccp.router_identity.receive_id", 2, 5, 6, 7, 13),
          same("router( id)?", "wccp.router_identity.ip_address.ipv4", 2, 5, 6, 7, 13),
          same("received from", "wccp.router_identity.received_from_ip.ipv4", 2),
          same("sent to", "wccp.router_identity.send_to_ip.ipv4", 2),
          same("target", "wccp.router_query_info.target_ip.ipv4", 7),
          same("member change number", "wccp.router_view.member_change_num", 4),
          same("view change number", "wccp.wc_view_info.change_num", 5),
          same("member change", "wccp.router_assignment_element.change_num", 6, 13),
          same("key address", "wccp.assignment_key.ipv4", 4, 6, 13),
          same("key change number", "wccp.assignment_key.change_num", 4, 6, 13),
          same("mask of destination", "wccp.mask_element.dest_ip", 3, 4, 13, 14, 16),
          same("value of destination", "wccp.value_element.dest_ip.ipv4", 3, 4, 13, 14, 16),
          same("value sequence number", "wccp.web_cache_value_element.value_seq_num", 13, 16),
          same("received id", "wccp.recvd_id"),
          same("change number", "wccp.change_num"));

  @TempDir private Path folder;

  @BeforeEach
  void needsTshark() {
    Tshark.require();
  }

  @Test
  @DisplayName("§10.2 every message that a scenario sends is sound and the same for tshark")
  void scenarios() throws IOException, InterruptedException {
    var sent = new ArrayList<Sent>();
    for (Path file : ScenarioTest.scenarios().toList()) {
      sent.addAll(ScenarioTest.sent(file));
    }

    assertThat(sent).hasSizeGreaterThan(100);
    judge(sent);
  }

  @Test
  @DisplayName("§10.2 every vector is sound and the same for tshark")
  void vectors() throws IOException, InterruptedException {
    var router = World.address("r1");
    var cache = World.address("c1");
    judge(
        Vectors.ALL.stream()
            .map(name ->
                new Sent(name, router, cache, HexFormat.of().formatHex(Vectors.octets(name))))
            .toList());
  }

  @Test
  @DisplayName("§10.2 tshark does complain: of a view that is missing")
  void complains() throws IOException, InterruptedException {
    byte[] octets = Vectors.octets("05-v2-isy-first");
    octets[69] = 99;
    var router = World.address("r1");
    var message = new Sent("no view", router, router, HexFormat.of().formatHex(octets));

    var row = Tshark.fields(List.of(message), COMPLAINTS, folder).getFirst();

    assertThat(row.get("wccp.missing.rtr_view_info")).isNotEmpty();
  }

  private void judge(List<Sent> messages) throws IOException, InterruptedException {
    var names =
        Stream.concat(COMPLAINTS.stream(), FIELDS.stream().flatMap(it -> it.theirs().stream()))
            .distinct()
            .toList();
    List<Map<String, List<String>>> rows = Tshark.fields(messages, names, folder);
    var codec = new LenientCodec(Optional.empty(), BucketOctet.CISCO);
    var soft = new SoftAssertions();
    for (int i = 0; i < rows.size(); i++) {
      var sent = messages.get(i);
      var row = rows.get(i);
      for (String complaint : COMPLAINTS) {
        soft.assertThat(row.get(complaint)).as("%s: %s", sent.what(), complaint).isEmpty();
      }
      compare(sent, codec.dissect(sent.octets()), row, soft);
    }
    soft.assertAll();
  }

  private static void compare(
      Sent sent, Dissection ours, Map<String, List<String>> row, SoftAssertions soft) {
    for (Same field : FIELDS) {
      boolean old = ours.version1().isPresent();
      if (old != field.components().isEmpty()) {
        continue;
      }
      var fields =
          old
              ? ours.head().stream()
              : ours.pieces().stream()
                  .filter(piece -> field.components().contains(piece.type()))
                  .flatMap(piece -> piece.fields().stream());
      var values =
          fields
              .filter(it -> it.name().matches(field.ours()))
              .map(it -> number(it.value()))
              .toList();
      var theirs =
          field.theirs().stream()
              .flatMap(name -> row.getOrDefault(name, List.of()).stream())
              .map(TsharkTest::number)
              .toList();
      soft.assertThat(theirs).as("%s: %s", sent.what(), field.theirs()).isEqualTo(values);
    }
  }

  private static Same same(String ours, String theirs, Integer... components) {
    String other = theirs.endsWith(".ipv4") ? theirs.replace(".ipv4", ".ipv6") : theirs;
    return new Same(Set.of(components), ours, Stream.of(theirs, other).distinct().toList());
  }

  /// Numbers, masks and addresses in one spelling.
  private static String number(String value) {
    if (value.contains(".") || value.contains(":")) {
      return String.valueOf(InetAddress.ofLiteral(value).getHostAddress());
    }
    if (value.startsWith("0x") && value.length() == 10) {
      long mask = Long.decode(value);
      return "%d.%d.%d.%d".formatted(mask >>> 24, mask >> 16 & 255, mask >> 8 & 255, mask & 255);
    }
    return value;
  }
}
