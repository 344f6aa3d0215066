package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The section `snmp`, refused.
final class SnmpConfigTest {
  private static final String START = ConfigText.SHORTEST + "snmp: ";

  @Test
  @DisplayName("all that is wrong is said at once")
  void everything() {
    assertThat(
            ConfigText.problems(
                START
                    + """
                    {listen: '0.0.0.0:161', users: [{name: noc, authentication: env:FIVE},
                      {name: noc, authentication: env:EIGHT, privacy: env:EIGHT}], trap: []}
                    """))
        .containsExactlyInAnyOrder(
            "node.yaml:5: snmp.listen: 0.0.0.0 is every address; write one address of this host",
            "node.yaml:5: snmp.clients: missing; write it, such as clients: [192.0.2.0/24]",
            "node.yaml:5: snmp.users[0].authentication: the secret has 5 characters;"
                + " make it 8 to 64",
            "node.yaml:5: snmp.users[0].privacy: missing; write it, such as privacy: file:PATH",
            "node.yaml:5: snmp.users: noc is there twice; remove one of them",
            "node.yaml:6: snmp.trap: unknown key; did you mean \"traps\"?");
  }

  @Test
  @DisplayName("an agent that nobody could ask is refused")
  void nobody() {
    assertThat(ConfigText.problems(START + "{listen: '192.0.2.11:161', clients: [192.0.2.0/24]}\n"))
        .containsExactly(
            "node.yaml:5: snmp.users: missing, and there is no community;"
                + " write users, or community: file:PATH");
  }

  @Test
  @DisplayName("a community of few characters is accepted with a warning; one in the file is not")
  void community() {
    String text = START + "{listen: '192.0.2.11:161', clients: [192.0.2.0/24], community: %s}\n";
    assertThat(ConfigText.warnings(text.formatted("env:EIGHT")))
        .containsExactly(
            "node.yaml:5: snmp.community: the secret has only 8 characters; make it 16 or more");
    assertThat(ConfigText.problems(text.formatted("public"))).hasSize(1);
  }
}
