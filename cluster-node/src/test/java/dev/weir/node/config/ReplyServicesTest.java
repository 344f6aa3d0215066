package dev.weir.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.wccp.message.ServiceGroup;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("§5.1 the service that brings origins' answers to the node that asked")
final class ReplyServicesTest {
  private static final String CLIENT = ConfigText.SHORTEST + "origin: {address: client}\n";
  private static final int SOURCE_ADDRESS_OF_SOURCE_PORTS = 0x31;

  @Test
  @DisplayName("web-cache hashes the destination: its answers come by service 90, by their source")
  void made() {
    var config = ConfigText.accepted(CLIENT);

    assertThat(config.wccp().services()).hasSize(2).startsWith(ServiceConfig.WEB_CACHE);
    var replies = config.wccp().services().getLast();
    assertThat(replies.group()).isEqualTo(new ServiceGroup(ServiceGroup.Type.DYNAMIC, 90));
    assertThat(replies.ports()).isEqualTo(List.of(80));
    assertThat(replies.description().flags()).isEqualTo(SOURCE_ADDRESS_OF_SOURCE_PORTS);
    assertThat(config.replyGroups()).containsEntry(ServiceGroup.WEB_CACHE, replies.group());
  }

  @Test
  @DisplayName("under the node's own address nothing is added")
  void notWanted() {
    var config = ConfigText.accepted(ConfigText.SHORTEST);

    assertThat(config.wccp().services()).containsExactly(ServiceConfig.WEB_CACHE);
    assertThat(config.replyGroups()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("every service of clients gets one; what an operator wrote is taken as it is")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "[web-cache, {id: 70, ports: [8080], hash: source-address}] | 4",
        "[web-cache, {id: 80, ports: [80], ports-of: source, hash: source-address}] | 2",
        "[web-cache, {id: 70, ports: [8080], hash: destination-port}] | 4",
      })
  void several(String services, int count) {
    var config = ConfigText.accepted(text(services));

    assertThat(config.wccp().services()).hasSize(count);
    assertThat(config.replyGroups()).hasSize(count / 2);
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("what would bring an answer to another node is refused with line, reason and remedy")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "[web-cache, {id: 70, ports: [8080], hash: source-port}] |"
            + " service 70 hashes the source-port, and this node's connection to the origin has"
            + " another port than the client's; write hash: destination-address, or"
            + " origin.address: node",
        "[web-cache, {id: 70, ports: [8080], alternate-hash: source-address}] |"
            + " service 70 has an alternate-hash, and a bucket that is moved by it is not moved"
            + " for the answers; remove alternate-hash, or write origin.address: node",
        "[web-cache, {id: 80, ports: [80], ports-of: source, hash: destination-address}] |"
            + " service web-cache hashes the destination-address, service 80 the"
            + " destination-address: an answer would reach a node that did not ask;"
            + " write hash: source-address for service 80, and no alternate-hash",
        "[web-cache, {id: 90, ports: [8080]}] | service 90 is wanted for the answers to service"
            + " web-cache; give origin.reply-service another number",
        "[web-cache, {id: 80, ports: [8080], ports-of: source, hash: source-address}] |"
            + " service 80 brings the answers of ports [8080], to which no service of yours brings"
            + " requests; remove it, or add a service with these ports and ports-of: destination",
      })
  void refused(String services, String problem) {
    assertThat(ConfigText.problems(text(services)))
        .contains("node.yaml:2: wccp.services: " + problem);
  }

  @Test
  @DisplayName("§2 version 1 has no second service, a mask no turned-round values")
  void cannot() {
    assertThat(problems(", version: 1"))
        .contains(
            "node.yaml:2: wccp.version: version 1 has no service for the answers to a client's address;"
                + " write version: 2, or origin.address: node");
    assertThat(problems(", forwarding: [gre, l2]"))
        .contains(
            "node.yaml:2: wccp.forwarding: answers to a client's address are taken in GRE alone;"
                + " write forwarding: [gre], or origin.address: node");
    assertThat(problems(", assignment: [hash, mask]"))
        .contains(
            "node.yaml:2: wccp.assignment: by mask, answers to a client's address would not reach the node"
                + " that asked; write assignment: [hash], or origin.address: node");
  }

  private static List<String> problems(String more) {
    return ConfigText.problems(CLIENT.replace("[192.0.2.1]", "[192.0.2.1]" + more));
  }

  private static String text(String services) {
    return CLIENT.replace("[192.0.2.1]", "[192.0.2.1], services: " + services)
        + "proxy: {intercept: {ports: [80, 8080]}}\n";
  }
}
