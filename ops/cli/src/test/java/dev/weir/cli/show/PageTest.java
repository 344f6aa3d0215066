package dev.weir.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.router.show.IosStyle;
import dev.weir.router.show.ShowWccp;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PageTest {
  private static final String ROUTER =
      """
      {"router":{"id":"10.0.2.1","version":"2.0"},"services":[{"name":"web-cache",
       "type":"standard","id":0,"usableCaches":1,"assignedBuckets":128,
       "designated":"10.0.2.11","key":{"address":"10.0.2.11","number":7},"memberChangeNumber":4,
       "transmitMillis":1000,"security":"md5","caches":[{"address":"10.0.2.11","state":"usable",
       "receiveId":17,"buckets":128,"hash":"%s"}],"table":["10.0.2.11",null],
       "redirectedPackets":1809,"unassignedPackets":3,"excludedPackets":0,
       "authenticationFailures":2}]}
      """
          .formatted("A".repeat(32) + "5".repeat(32));

  private static final String NODE =
      """
      {"node":{"name":"cache-1","address":"10.0.2.11"},"services":[{"name":"web-cache",
       "type":"standard","id":0,"designated":"10.0.2.11","routers":[{"address":"10.0.2.1",
       "id":null,"state":"calling","receiveId":0,"memberChangeNumber":0,"key":null,
       "redirection":"L2","packetReturn":"L2","assignment":"MASK","transmitMillis":10000,
       "caches":[],"security":"none"}],"inForce":null}]}
      """;

  @Test
  @DisplayName("show wccp: a router's page in the words and order of 'show ip wccp'")
  void showsRouter() {
    assertThat(Page.WCCP.text(ROUTER))
        .hasValueSatisfying(text ->
            assertThat(text)
                .containsSubsequence(
                    "        Router Identifier:                   10.0.2.1\n",
                    "        Protocol Version:                    2.00\n",
                    "    Service Identifier: web-cache\n",
                    "        Number of Service Group Clients:     1\n",
                    "        Total Packets Redirected:            1809\n",
                    "        Total Packets Unassigned:            3\n",
                    "        Total Authentication failures:       2\n"));
    assertThat(Page.WCCP.text(ROUTER, look("web-cache", "detail")))
        .hasValueSatisfying(text ->
            assertThat(text)
                .containsSubsequence(
                    "        WCCP Client ID:          10.0.2.11\n",
                    "        State:                   Usable\n",
                    "        Assigned Hash Info:      " + "A".repeat(32) + "\n",
                    "                                 " + "5".repeat(32) + "\n",
                    "        Hash Allotment:          128 (50.00%)\n"));
  }

  @Test
  @DisplayName("show origins: each section with its origins, and which of them is out")
  void showsOrigins() {
    String page =
        """
        {"sites":[{"listen":"192.0.2.11:80","hosts":["www.example.com"],"probed":false,"origins":[
         {"address":"198.51.100.7:80","weight":3,"healthy":false,"failures":3}]}]}
        """;

    assertThat(Page.ORIGINS.text(page))
        .hasValue(
            """
            192.0.2.11:80  www.example.com  (not probed)
              198.51.100.7:80        weight   3  OUT       3 failed in a row
            """);
    assertThat(Page.ORIGINS.text("{}")).isEmpty();
  }

  @Test
  @DisplayName("show wccp: a node without an answer yet shows what it lacks as -none-")
  void showsLonelyNode() {
    assertThat(Page.WCCP.text(NODE))
        .hasValueSatisfying(text ->
            assertThat(text)
                .containsSubsequence(
                    "        WCCP Client ID:                      10.0.2.11\n",
                    "        Assignment key in force:             -none-\n",
                    "        Router Identifier:       -none-\n",
                    "        State:                   calling\n",
                    "        Redirection:             L2\n",
                    "        Packet Return:           L2\n",
                    "        Assignment:              MASK\n",
                    "        HERE_I_AM interval:      10.000 s\n",
                    "        WCCP Clients Visible:\n            -none-\n"));
  }

  @Test
  @DisplayName("show wccp on a node: detail and view in the words of 'show ip wccp', then routers")
  void showsNodeInWords() {
    String hash = "A".repeat(64);
    String node =
        """
        {"node":{"name":"cache-1","address":"10.0.2.11"},"services":[{"name":"web-cache",
         "type":"standard","id":0,"version":"2.00","informed":["10.0.2.1"],"clients":[
         {"address":"10.0.2.11","state":"usable","version":"2.00","redirection":"GRE",
         "packetReturn":"GRE","assignment":"HASH","buckets":128,"slots":256,"hash":"%s"},
         {"address":"10.0.2.12","state":"seen"}],"routers":[{"address":"10.0.2.1",
         "id":"10.0.2.1","state":"assigned","receiveId":7,"security":"md5"}]}]}
        """
            .formatted(hash);

    assertThat(Page.WCCP.text(node, look("web", "detail")))
        .get()
        .asString()
        .containsSubsequence(
            "        WCCP Client ID:          10.0.2.11\n",
            "        Protocol Version:        2.00\n",
            "        State:                   Usable\n",
            "        Assignment:              HASH\n",
            "        Assigned Hash Info:      " + "A".repeat(32) + "\n",
            "        Hash Allotment:          128 (50.00%)\n",
            "        State:                   NOT Usable\n",
            "WCCP Router information:\n",
            "        Receive ID:              7\n",
            "        Security:                md5\n")
        .doesNotContain("Redirected Packets", "Connect Time");
    assertThat(Page.WCCP.text(node, look("web", "view")))
        .contains(
            """
                WCCP Routers Informed of:
                    10.0.2.1
                WCCP Clients Visible:
                    10.0.2.11
                WCCP Clients NOT Visible:
                    10.0.2.12
            """);
  }

  @Test
  @DisplayName("show buckets: reads a router's services and a node's own page")
  void showsBuckets() {
    assertThat(Page.BUCKETS.text(ROUTER)).get().asString().contains("00   1...............\n");
    assertThat(Page.BUCKETS.text("{\"key\":null,\"table\":[null,\"10.0.2.11\"]}"))
        .get()
        .asString()
        .contains("00   .1..............\n");
    assertThat(Page.BUCKETS.text(NODE)).isEmpty();
  }

  @Test
  @DisplayName("show cluster: a cache that only one of both views has is marked")
  void marksDifferences() {
    String json =
        """
        {"self":{"name":"cache-1","address":"10.0.2.11"},"members":[
         {"address":"10.0.2.11","name":"cache-1","self":true},
         {"address":"10.0.2.12","name":"cache-2","self":false}],
         "routerView":["10.0.2.11","10.0.2.13"],"published":null,"state":"joined"}
        """;

    assertThat(Page.CLUSTER.text(json))
        .get()
        .asString()
        .contains("10.0.2.11        cache-1          yes      yes          this node\n")
        .contains("10.0.2.12        cache-2          yes      -            << no router lists it")
        .contains("10.0.2.13        -none-           -        yes          << not in the cluster")
        .endsWith("The cluster and the routers differ in 2 of the lines above.\n");
    assertThat(Page.CLUSTER.text(json.replace("\"state\"", "\"dead\":[\"10.0.2.13\"],\"state\"")))
        .get()
        .asString()
        .contains("10.0.2.13        -none-           -        yes          << dead");
  }

  @Test
  @DisplayName("show: what is not such a page is refused, not printed")
  void refusesOther() {
    for (Page page : Page.values()) {
      assertThat(page.text("{}")).as(page.name()).isEmpty();
      assertThat(page.text("<html>")).as(page.name()).isEmpty();
      assertThat(page.text("{\"router\":7,\"members\":8,\"table\":9}")).as(page.name()).isEmpty();
    }
  }

  @Test
  @DisplayName("show: a name from the other side cannot steer the terminal")
  void keepsTerminalSafe() {
    String json = "{\"node\":{\"name\":\"\\u001b[2J\",\"address\":\"10.0.2.11\"}}";

    assertThat(Page.WCCP.text(json)).get().asString().contains("?[2J").doesNotContain("\u001b");
  }

  private static Look look(String... words) {
    return new Look(ShowWccp.parse(List.of(words)), IosStyle.V15, false);
  }
}
