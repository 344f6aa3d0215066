package dev.weir.cli.decode;

import dev.weir.cli.decode.Entry.Block;
import dev.weir.lab.capture.CaptureReader;
import dev.weir.wccp.assignment.BucketOctet;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.diagnosis.Diagnosis;
import dev.weir.wccp.diagnosis.Examiner;
import dev.weir.wccp.diagnosis.Finding;
import dev.weir.wccp.diagnosis.Findings;
import dev.weir.wccp.diagnosis.conversation.Conversation;
import dev.weir.wccp.diagnosis.conversation.Envelope;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells of each packet of a capture whether it concerns WCCP, and what is the matter with it.
///
/// Holds the conversation so far, hence one for each capture.
public final class Inspector {
  private static final int UDP = 17;
  private static final int GRE = 47;
  private static final int UDP_OCTETS = 8;
  private static final int ETHERNET_OCTETS = 14;

  private final Examiner examiner;
  private final Conversation conversation = new Conversation();
  private final Redirection redirection = new Redirection(conversation);

  /// An inspector that checks digests with a password, if there is one, and reads the octets of
  /// buckets in this layout.
  public Inspector(Optional<Security> password, BucketOctet layout) {
    this.examiner = new Examiner(password, layout);
  }

  /// What a packet is; empty when it does not concern WCCP.
  public Optional<Entry> packet(CaptureReader.Packet packet) {
    var ip = Ipv4Packet.of(packet.octets());
    if (ip.isEmpty()) {
      return Optional.empty();
    }
    return switch (ip.get().protocol()) {
      case UDP -> udp(packet, ip.get());
      case GRE -> redirection.examine(ip.get()).map(it -> entry(packet, ip.get(), it));
      default -> Optional.empty();
    };
  }

  /// What octets are of which no more is known: an Ethernet frame, an IPv4 packet, a GRE packet, or
  /// else a UDP payload.
  public Entry octets(int number, byte[] octets) {
    var all = ByteBuffer.wrap(octets);
    if (octets.length > ETHERNET_OCTETS && Ipv4Packet.u16(all, ETHERNET_OCTETS - 2) == 0x0800) {
      all = all.slice(ETHERNET_OCTETS, octets.length - ETHERNET_OCTETS);
    }
    var packet = packet(new CaptureReader.Packet(number, 0, all, 0, ""));
    if (packet.isPresent()) {
      return packet.get();
    }
    var gre = redirection.examine(Ipv4Packet.ofGre(ByteBuffer.wrap(octets)));
    if (gre.isPresent()) {
      var it = gre.get();
      return new Entry(number, 0, "", "", it.name(), it.words(), it.findings(), it.blocks());
    }
    var it = examiner.examine(octets, false);
    return new Entry(number, 0, "", "", it.name(), it.words(), it.findings(), blocks(it));
  }

  /// What remains to be said when the capture has ended.
  public List<Finding> end() {
    return conversation.end();
  }

  private Optional<Entry> udp(CaptureReader.Packet packet, Ipv4Packet ip) {
    ByteBuffer octets = ip.payload();
    if (ip.fragmentOffset() > 0 || octets.limit() < UDP_OCTETS) {
      return Optional.empty();
    }
    int fromPort = Ipv4Packet.u16(octets, 0);
    int toPort = Ipv4Packet.u16(octets, 2);
    if (fromPort != Envelope.PORT && toPort != Envelope.PORT) {
      return Optional.empty();
    }
    int length = Ipv4Packet.u16(octets, 4) - UDP_OCTETS;
    int there = octets.limit() - UDP_OCTETS;
    boolean cut = ip.cut() || ip.moreFragments();
    byte[] datagram = new byte[length < 0 ? there : Math.min(length, there)];
    octets.get(UDP_OCTETS, datagram);
    var diagnosis = examiner.examine(datagram, cut);
    var findings = new Findings();
    if (ip.fragment()) {
      findings.note(datagram.length, "4.5", "first IP fragment only: the rest is in other frames");
    } else if (ip.cut()) {
      findings.note(
          datagram.length, "4.5", "the capture has only " + datagram.length + " octets of this");
    } else if (length != there) {
      findings.wrong(0, "1", "the UDP length is %d, %d octets are there".formatted(length, there));
    }
    var all = new ArrayList<>(diagnosis.findings());
    var envelope = new Envelope(packet.atMicros(), ip.source(), fromPort, ip.destination(), toPort);
    all.addAll(conversation.on(envelope, diagnosis.dissection()));
    all.addAll(findings.inOrder());
    return Optional.of(
        entry(
            packet,
            ip,
            new Judgement(diagnosis.name(), diagnosis.words(), all, blocks(diagnosis))));
  }

  /// What is printed of a packet beside its frame and addresses.
  record Judgement(String name, String words, List<Finding> findings, List<Block> blocks) {}

  private static Entry entry(CaptureReader.Packet packet, Ipv4Packet ip, Judgement it) {
    return new Entry(
        packet.frame(),
        packet.atMicros(),
        String.valueOf(ip.source().getHostAddress()),
        String.valueOf(ip.destination().getHostAddress()),
        it.name(),
        it.words(),
        it.findings(),
        it.blocks());
  }

  private static List<Block> blocks(Diagnosis diagnosis) {
    var blocks = new ArrayList<Block>();
    blocks.add(new Block("header", 0, diagnosis.dissection().head()));
    diagnosis
        .dissection()
        .pieces()
        .forEach(piece ->
            blocks.add(new Block(Diagnosis.component(piece.type()), piece.at(), piece.fields())));
    return blocks;
  }
}
