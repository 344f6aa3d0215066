package dev.weir.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.gre.Verdict;
import dev.weir.node.InterceptProgram;
import dev.weir.node.InterceptProgram.Verb;
import dev.weir.node.Soon;
import dev.weir.node.life.Termination;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.Inet4Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules of a node on a host, set as an operator would, and what they count of each SYN.
///
/// @param config the node's file
record RulesUnderTest(HostCommands host, Path config, SynSource syns) {
  String intercept(Verb verb) {
    var said = new ByteArrayOutputStream();
    var out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int status = InterceptProgram.run(verb, config, Optional.empty(), host, out, out);
    assertThat(status).as(said.toString(StandardCharsets.UTF_8)).isEqualTo(Termination.OK);
    return said.toString(StandardCharsets.UTF_8);
  }

  /// From now on these frames are believed, these addresses ours, these connections given back.
  void know(List<String> routers, List<String> us, PlainRules.GivenBack back) throws Exception {
    var addresses = us.stream().map(Inet4Address::ofLiteral).toList();
    host.run(List.of(PlainRules.know(routers, addresses, back)));
  }

  /// Each SYN has a verdict as soon as the kernel has taken it in.
  void syn(String client, String to) throws Exception {
    long before = judged();
    syns.send(client, to);
    Soon.passes(() -> assertThat(judged()).isEqualTo(before + 1));
  }

  /// The verdicts there were, with their numbers.
  Map<Verdict, Long> counted() throws Exception {
    var counted = PlainRules.read(host.read(PlainRules.counters()));
    counted.values().removeIf(packets -> packets == 0);
    return counted;
  }

  private long judged() throws Exception {
    return counted().values().stream().mapToLong(Long::longValue).sum();
  }
}
