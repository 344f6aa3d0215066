package dev.weir.node.proxy;

import dev.weir.node.proxy.caller.Sites;
import dev.weir.node.proxy.caller.Surrogate;
import dev.weir.node.relief.MemoryUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A gateway in a process of its own whose heap is filled, and emptied again. It says what clients
/// get meanwhile.
final class SmallHeap {
  private static final long PAUSE_NANOS = 50_000_000;
  private static final int PIECE_BYTES = 64 * 1024;

  private final MemoryUse memory = new MemoryUse();
  private final List<byte[]> ballast = new ArrayList<>();

  private SmallHeap() {}

  public static void main(String[] arguments) throws IOException {
    new SmallHeap().run();
  }

  private void run() throws IOException {
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var origin = new OriginRecorder()) {
      var site = new Sites.Site(List.of("www.example.com"), List.of(origin.address()));
      var sites = new Sites(List.of(site));
      origin.answering("/a", OriginRecorder.ok("hello"));
      var door =
          new Door(any, _ -> true, _ -> new Surrogate(sites, Surrogate.Asking.PLAINLY, () -> {}));
      try (var node = ProxyUnderTest.behind(door)) {
        tell(node, "easy");
        fillTo(0.955);
        await(node, 1);
        tell(node, "tight");
        fillTo(0.982);
        await(node, 2);
        tell(node, "short");
        ballast.clear();
        await(node, 0);
        tell(node, "again");
      }
    }
  }

  private void fillTo(double share) {
    long most = Runtime.getRuntime().maxMemory();
    while (memory.share() < share) {
      double lacking = (share - memory.share()) * most / PIECE_BYTES;
      for (int i = 0; i <= lacking / 2; i++) {
        ballast.add(new byte[PIECE_BYTES - 16]);
      }
      System.gc();
    }
  }

  private static void await(ProxyUnderTest node, int pressure) {
    System.gc();
    while (node.metric("weir_memory_pressure") != pressure) {
      LockSupport.parkNanos(PAUSE_NANOS); // asking makes garbage, of which there must be little
    }
  }

  private void tell(ProxyUnderTest node, String when) throws IOException {
    try (RawClient client = node.client()) {
      RawClient.Response response = client.get("/a", "www.example.com");
      System.out.println(
          when
              + " "
              + response.status()
              + " "
              + response.field("Connection")
              + " "
              + response.field("Retry-After")
              + " "
              + Math.round(100 * memory.share()));
    }
  }
}
