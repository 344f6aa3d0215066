package dev.weir.router;

import dev.weir.wccp.assignment.AssignmentKey;
import dev.weir.wccp.assignment.BucketSet;
import dev.weir.wccp.assignment.HashAssignment;
import dev.weir.wccp.codec.Decoded;
import dev.weir.wccp.codec.MessageCodec;
import dev.weir.wccp.codec.Security;
import dev.weir.wccp.message.CacheIdentity;
import dev.weir.wccp.message.Capability;
import dev.weir.wccp.message.Component;
import dev.weir.wccp.message.Component.AssignmentInfo.AddressedRouter;
import dev.weir.wccp.message.Component.CacheView.HeardRouter;
import dev.weir.wccp.message.Message;
import dev.weir.wccp.message.ReceiveId;
import dev.weir.wccp.message.ServiceGroup;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// A cache that joins one router, gives itself every bucket, and says what it hears.
final class ScriptedCache {
  private static final int PORT = 2048;
  private static final int ANSWER_MILLIS = 500;

  /// Between HERE_I_AMs once the table is in force.
  private static final long PAUSE_NANOS = 500_000_000;

  private static final ServiceGroup GROUP = ServiceGroup.WEB_CACHE;

  private final Inet4Address own;
  private final Inet4Address router;
  private final int forwarding;
  private final MessageCodec codec;

  private ScriptedCache(Inet4Address own, Inet4Address router, String password, int forwarding) {
    this.own = own;
    this.router = router;
    this.forwarding = forwarding;
    this.codec = new MessageCodec(Map.of(GROUP, Security.md5(password)));
  }

  /// Runs until it is killed. Arguments: own address, router's address, password, and `l2` for that
  /// forwarding instead of GRE.
  public static void main(String[] arguments) throws IOException {
    var cache =
        new ScriptedCache(
            Inet4Address.ofLiteral(arguments[0]),
            Inet4Address.ofLiteral(arguments[1]),
            arguments[2],
            arguments.length > 3 ? Capability.L2 : Capability.GRE);
    try (var socket = new DatagramSocket(new InetSocketAddress(cache.own, PORT))) {
      cache.converse(socket);
    }
  }

  /// A HERE_I_AM with the newest receive id, again and again: on a busy machine an answer may come
  /// when the next question has gone out, and a table may be refused for that.
  private void converse(DatagramSocket socket) throws IOException {
    ReceiveId heard = ReceiveId.NONE;
    while (true) {
      send(socket, hereIAm(heard));
      Optional<Message.ISeeYou> answer = newest(socket);
      if (answer.isEmpty()) {
        heard = ReceiveId.NONE;
        continue;
      }
      heard = answer.get().router().receiveId();
      String key = answer.get().view().key().map(AssignmentKey::toString).orElse("none");
      boolean listed =
          answer.get().view().caches().stream().anyMatch(it -> it.address().equals(own));
      System.out.println("I_SEE_YOU id=" + heard + " listed=" + listed + " key=" + key);
      if (!key.equals("none")) {
        LockSupport.parkNanos(PAUSE_NANOS);
      } else if (listed) {
        send(socket, everythingToUs(answer.get()));
      }
    }
  }

  /// The last of the answers that have come, within half a second.
  private Optional<Message.ISeeYou> newest(DatagramSocket socket) throws IOException {
    Optional<Message.ISeeYou> newest = receive(socket, ANSWER_MILLIS);
    for (var next = newest; next.isPresent(); next = receive(socket, 1)) {
      newest = next;
    }
    return newest;
  }

  private Optional<Message.ISeeYou> receive(DatagramSocket socket, int millis) throws IOException {
    var packet = new DatagramPacket(new byte[65_535], 65_535);
    try {
      socket.setSoTimeout(millis);
      socket.receive(packet);
    } catch (SocketTimeoutException silence) {
      return Optional.empty();
    }
    return codec.decode(Arrays.copyOf(packet.getData(), packet.getLength()))
                instanceof Decoded.Accepted(Message message)
            && message instanceof Message.ISeeYou answer
        ? Optional.of(answer)
        : Optional.empty();
  }

  private void send(DatagramSocket socket, Message message) throws IOException {
    byte[] octets = codec.encode(message);
    socket.send(new DatagramPacket(octets, octets.length, router, PORT));
  }

  private Message hereIAm(ReceiveId heard) {
    List<HeardRouter> routers =
        heard.equals(ReceiveId.NONE) ? List.of() : List.of(new HeardRouter(router, heard));
    return new Message.HereIAm(
        0,
        GROUP.standardService(),
        CacheIdentity.hash(own, true, BucketSet.EMPTY, 0, 0),
        new Component.CacheView(1, routers, List.of()),
        Optional.of(
            new Component.Capabilities(
                List.of(
                    new Capability.Forwarding(forwarding),
                    new Capability.AssignmentMethod(Capability.HASH),
                    new Capability.PacketReturn(Capability.GRE),
                    Capability.TransmitInterval.of(Duration.ofSeconds(1)),
                    Capability.TimerScale.ONE))),
        Optional.empty(),
        List.of());
  }

  private Message everythingToUs(Message.ISeeYou answer) {
    return new Message.RedirectAssign(
        0,
        GROUP.standardService(),
        new Component.AssignmentInfo(
            new AssignmentKey(own, 1),
            List.of(
                new AddressedRouter(
                    answer.router().router(),
                    answer.router().receiveId(),
                    answer.view().memberChange())),
            HashAssignment.ofShares(Map.of(own, BucketSet.of(IntStream.range(0, 256)))),
            Component.Form.PLAIN),
        List.of());
  }
}
