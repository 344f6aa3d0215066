package dev.weir.node.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.Body;
import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import dev.weir.cache.message.ResponseHead;
import dev.weir.cache.operator.Lifetime;
import dev.weir.cache.operator.OperatorRule;
import dev.weir.cache.operator.OperatorRules;
import dev.weir.cache.operator.Reload;
import dev.weir.cache.operator.Selector;
import dev.weir.cache.rule.Arrival;
import dev.weir.cache.rule.CacheKey;
import dev.weir.cache.rule.StoredResponse;
import dev.weir.cache.store.MemoryStore;
import dev.weir.node.admin.Answer;
import dev.weir.node.config.value.Ipv4;
import dev.weir.node.ownership.Holding;
import dev.weir.node.ownership.live.Residence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainPageTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final CacheKey KEY = new CacheKey("http", "a.test", "/a");
  private static final String URL = "http://a.test/a";

  private final MemoryStore store = new MemoryStore(1 << 20);

  @Test
  @DisplayName("of what is not stored it says who owns it, and that the origin would be asked")
  void nothing() {
    JsonNode page = page(OperatorRules.NONE, Map.of("url", URL));
    assertThat(page.path("key").asString()).isEqualTo(URL);
    assertThat(page.path("owner").asString())
        .isEqualTo("the node 192.0.2.12, by bucket 17, the home of the host");
    assertThat(page.path("stored")).isEmpty();
    assertThat(page.path("now").asString()).isEqualTo("fetch");
    assertThat(page.path("why").asString())
        .isEqualTo("the origin is asked: nothing is stored for it");
    assertThat(page.has("rule")).isFalse();
  }

  @Test
  @DisplayName(
      "of what is stored it says every variant, which one is chosen, its age and why it lasts")
  void variants() {
    put("Vary", "Accept-Encoding", "Cache-Control", "max-age=60");
    JsonNode hit = page(OperatorRules.NONE, Map.of("url", URL, "header", "Accept-Encoding: gzip"));
    assertThat(hit.path("now").asString()).isEqualTo("hit");
    JsonNode stored = hit.path("stored").get(0);
    assertThat(stored.path("selected").asBoolean(false)).isTrue();
    assertThat(stored.path("lifetimeBy").asString()).isEqualTo("max-age");
    assertThat(stored.path("lifetimeSeconds").asInt(0)).isEqualTo(60);
    assertThat(stored.path("chosenBy").get(0).asString()).isEqualTo("accept-encoding");

    JsonNode other = page(OperatorRules.NONE, Map.of("url", URL, "header", "Accept-Encoding: br"));
    assertThat(other.path("stored").get(0).path("selected").asBoolean(true)).isFalse();
    assertThat(other.path("why").asString()).endsWith("chosen by other request fields");
  }

  @Test
  @DisplayName("it names the rule that is about it, and the one that decides")
  void ruled() {
    put("Cache-Control", "max-age=60");
    var calm =
        new OperatorRule(
            "calm",
            Selector.EVERYTHING,
            true,
            OptionalLong.empty(),
            Lifetime.UNCHANGED,
            Reload.IGNORE);
    var rules = new OperatorRules(List.of(calm));

    JsonNode plain = page(rules, Map.of("url", URL));
    assertThat(plain.path("rule").path("name").asString()).isEqualTo("calm");
    assertThat(plain.has("decidedBy")).isFalse();
    JsonNode reload = page(rules, Map.of("url", URL, "header", "Cache-Control: no-cache"));
    assertThat(reload.path("now").asString()).isEqualTo("hit");
    assertThat(reload.path("decidedBy").asString()).isEqualTo("calm");
  }

  @Test
  @DisplayName("what asks about nothing is refused: no URL, no field, no address")
  void refused() {
    for (Map<String, String> query :
        List.of(
            Map.<String, String>of(),
            Map.of("url", "ftp://a.test/"),
            Map.of("url", URL, "header", "no colon"),
            Map.of("url", URL, "client", "somebody"))) {
      assertThat(answer(OperatorRules.NONE, query)).extracting(Answer.Json::status).isEqualTo(400);
    }
  }

  private void put(String... fields) {
    var request = new RequestHead("GET", "/a", Fields.of("Accept-Encoding", "gzip"));
    var head = new ResponseHead(200, Fields.of(fields));
    store.put(KEY, StoredResponse.of(request, head, Body.of(new byte[3]), new Arrival(NOW, NOW)));
  }

  private JsonNode page(OperatorRules rules, Map<String, String> query) {
    var mapper = JsonMapper.builder().build();
    return mapper.readTree(mapper.writeValueAsString(answer(rules, query).value()));
  }

  private Answer.Json answer(OperatorRules rules, Map<String, String> query) {
    var holding = new Holding(Ipv4.parse("192.0.2.12"), Optional.empty(), 3, NOW);
    var home =
        new Residence(
            Ipv4.parse("192.0.2.13"),
            Optional.of(17),
            false,
            Optional.of(new Residence.Bucket(17, holding)));
    var page =
        new ExplainPage(Ipv4.parse("192.0.2.11"), store, () -> rules, _ -> Optional.of(home), () -> NOW);
    return (Answer.Json) page.explain(query);
  }
}
