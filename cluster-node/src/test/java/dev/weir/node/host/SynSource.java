package dev.weir.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Clients in a namespace that send one SYN per attempt to connect: a repetition, which a busy
/// machine may be late enough for, does not leave.
final class SynSource {
  private static final String ONCE =
      """
      table ip once {
        counter sent { }
        set seen {
          type ipv4_addr . ipv4_addr . inet_service . inet_service
          flags dynamic
          size 65535
        }
        chain out {
          type filter hook output priority 0
          tcp flags & (syn | ack) != syn accept
          ip saddr . ip daddr . tcp sport . tcp dport @seen drop
          add @seen { ip saddr . ip daddr . tcp sport . tcp dport } counter name sent
        }
      }
      """;

  private final NetworkNamespace namespace;
  private int sent;

  /// Makes the namespace such a source, by a file in this folder.
  SynSource(NetworkNamespace namespace, Path folder) throws IOException, InterruptedException {
    this.namespace = namespace;
    namespace.run("nft -f " + Files.writeString(folder.resolve("once.nft"), ONCE));
  }

  /// Returns once a SYN has left; its client does not wait for what comes of it.
  void send(String client, String to) throws IOException, InterruptedException {
    sent++;
    Process curl = namespace.start("curl -s -m 100 --interface " + client + " http://" + to + "/");
    try {
      Soon.passes(() ->
          assertThat(namespace.run("nft list counter ip once sent"))
              .contains("packets " + sent + " "));
    } finally {
      curl.destroyForcibly().waitFor();
    }
  }
}
