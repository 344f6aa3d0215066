package dev.weir.node.proxy;

import static dev.weir.node.proxy.ScriptedServer.hear;
import static dev.weir.node.proxy.ScriptedServer.hearHead;
import static dev.weir.node.proxy.ScriptedServer.say;

import dev.weir.node.proxy.chain.ChainPolicy;
import dev.weir.node.proxy.chain.ChainRule;
import dev.weir.node.proxy.chain.ChainRules;
import dev.weir.node.proxy.chain.ChainSubject;
import dev.weir.node.proxy.chain.Choice;
import dev.weir.node.proxy.chain.Parent;
import dev.weir.node.proxy.forwarded.Forwarding;
import dev.weir.node.proxy.request.Authority;
import dev.weir.node.proxy.request.Scheme;
import dev.weir.node.proxy.sni.TlsPolicy;
import dev.weir.node.proxy.tunnel.Tunnels;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Chains for tests.
final class Chains {
  private static final ChainSubject EVERYTHING =
      new ChainSubject(List.of(), List.of(), List.of(), List.of(), List.of());

  private Chains() {}

  /// A parent that is asked every 100 ms whether it lives, and is dead after two failures.
  static Parent parent(String name, InetSocketAddress address, Optional<Parent.Login> login) {
    return new Parent(
        name,
        new Authority(address.getAddress().getHostAddress(), address.getPort(), Scheme.HTTP),
        1,
        login,
        Duration.ofSeconds(20),
        Duration.ofMillis(100),
        2);
  }

  static Parent parent(String name, InetSocketAddress address) {
    return parent(name, address, Optional.empty());
  }

  /// Everything goes to these in their order, or else fails.
  static ChainPolicy to(Parent... parents) {
    return policy(EVERYTHING, Choice.FIRST_ALIVE, false, true, parents);
  }

  /// Everything goes to these, or else to origins.
  static ChainPolicy orDirect(Parent... parents) {
    return policy(EVERYTHING, Choice.FIRST_ALIVE, true, true, parents);
  }

  /// Everything goes to these, and nothing is kept.
  static ChainPolicy uncached(Parent... parents) {
    return policy(EVERYTHING, Choice.FIRST_ALIVE, false, false, parents);
  }

  /// Everything goes to these in turn.
  static ChainPolicy inTurn(Parent... parents) {
    return policy(EVERYTHING, Choice.ROUND_ROBIN, false, true, parents);
  }

  static ChainPolicy policy(
      ChainSubject about, Choice choice, boolean fallsBack, boolean stores, Parent... parents) {
    var names = List.of(parents).stream().map(Parent::name).toList();
    return new ChainPolicy(
        new ChainRules(List.of(new ChainRule("rest", about, names, choice, fallsBack, stores))),
        List.of(parents));
  }

  /// A parent that notes the head of each CONNECT, says this, and repeats five octets; to other
  /// questions it says that it lives.
  static ScriptedServer scripted(List<String> heads, String answer) throws IOException {
    return new ScriptedServer(socket -> {
      String head = hearHead(socket);
      if (head.startsWith("OPTIONS")) {
        say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      heads.add(head);
      say(socket, answer);
      say(socket, "heard " + hear(socket, 5));
    });
  }

  /// Connections to this port are diverted TLS.
  static Operating tls(InetSocketAddress origin) {
    var policy = new TlsPolicy(Set.of(origin.getPort()), List.of(), List.of(), true, true);
    return Operating.QUIET.by(
        new WaysIn(
            new Tunnels.Limits(9, 9, Duration.ofMinutes(1)),
            Optional.of(policy),
            Forwarding.UNTOUCHED));
  }
}
