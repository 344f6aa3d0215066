package dev.weir.cache.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cache.message.Fields;
import dev.weir.cache.message.RequestHead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorRulesTest {
  private static final Lifetime HOUR =
      new Lifetime(Optional.empty(), Optional.of(Duration.ofHours(1)), Optional.empty());
  private static final int INSIDE = 10 << 24 | 7;
  private static final int OUTSIDE = 192 << 24 | 7;

  @Test
  @DisplayName("the first rule that is about a response decides, whatever those behind it say")
  void firstWins() {
    var rules =
        new OperatorRules(
            List.of(
                rule("png", about(List.of(), List.of(), List.of("image/png")), true, HOUR),
                rule("host", about(List.of("*.a.test"), List.of(), List.of()), false, null),
                rule("rest", Selector.EVERYTHING, true, null)));

    assertThat(name(rules, "www.a.test", "/", "image/png")).contains("png");
    assertThat(name(rules, "www.a.test", "/", "image/gif")).contains("host");
    assertThat(name(rules, "a.test", "/", "image/gif")).contains("rest");
    assertThat(name(rules, "www.a.test", "/", "")).as("type not known").contains("host");
    assertThat(name(OperatorRules.NONE, "www.a.test", "/", "")).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @DisplayName("a path is its pattern from end to end, an expression is searched in it")
  @CsvSource({
    "/a, /a, true",
    "/a, /a?x=1, true",
    "/a, /ab, false",
    "/a?x=1, /a?x=1, true",
    "/a?x=1, /a, false",
    "/img/*, /img/, true",
    "/img/*, /img/b/c.png?d, true",
    "/img/*, /im, false",
    "*.jpg, /a/b.jpg?x=.png, true",
    "*.jpg, /a.jpg/, false",
    "/a*b*c, /aXbYc, true",
    "/a*b*c, /abc, true",
    "/a*b*c, /acb, false",
    "/aa*aa, /aaa, false",
    "*a*b*, /ba, false",
    "~\\.jpe?g$, /a.jpeg, true",
    "~\\.jpe?g$, /a.jpeg?x, false",
    "~^/a/.*\\?v=[0-9]+$, /a/b?v=12, true",
  })
  void paths(String pattern, String target, boolean matches) {
    assertThat(PathPattern.of(pattern).orElseThrow().matches(target)).isEqualTo(matches);
  }

  @Test
  @DisplayName("what is no pattern is none: no path, no expression, one too large")
  void noPaths() {
    assertThat(PathPattern.of("img")).isEmpty();
    assertThat(PathPattern.of("~(a")).isEmpty();
    assertThat(PathPattern.of("~(a{100}){100}b{1000}")).isEmpty();
    assertThat(PathPattern.of("~")).isEmpty();
  }

  @Test
  @DisplayName("RFC 9111 §3 what is stored is for all: a rule for some clients says nothing of it")
  void clients() {
    var inside =
        new Selector(List.of(), List.of(), List.of(), List.of(new ClientPrefix(10 << 24, 8)));
    var rules =
        new OperatorRules(
            List.of(
                new OperatorRule(
                    "inside",
                    inside,
                    true,
                    OptionalLong.of(100),
                    Lifetime.UNCHANGED,
                    Reload.IGNORE),
                rule("all", Selector.EVERYTHING, true, HOUR)));

    Ruling within = rules.about(new Subject("a.test", "/", INSIDE, Optional.empty()));
    Ruling beyond = rules.about(new Subject("a.test", "/", OUTSIDE, Optional.empty()));
    Ruling nobody = rules.about(new Subject("a.test", "/", 0, Optional.empty()));

    assertThat(within.reload()).isEqualTo(Reload.IGNORE);
    assertThat(beyond.reload()).isEqualTo(Reload.HONOUR);
    assertThat(nobody.reload()).isEqualTo(Reload.HONOUR);
    assertThat(within.lifetime()).isEqualTo(beyond.lifetime()).isEqualTo(HOUR);
    assertThat(within.refusing(101).map(OperatorRule::name)).contains("inside");
    assertThat(beyond.refusing(101)).isEmpty();
    assertThat(within.bodyOctetsMax(1_000)).isEqualTo(100);
    assertThatThrownBy(() -> rule("x", inside, true, HOUR))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("a client's rule in front does not undo what keeps the object out of the store")
  void stricter() {
    var inside =
        new Selector(List.of(), List.of(), List.of(), List.of(new ClientPrefix(10 << 24, 8)));
    var rules =
        new OperatorRules(
            List.of(
                new OperatorRule(
                    "inside",
                    inside,
                    true,
                    OptionalLong.empty(),
                    Lifetime.UNCHANGED,
                    Reload.IGNORE),
                rule("none", Selector.EVERYTHING, false, null)));
    Ruling within = rules.about(new Subject("a.test", "/", INSIDE, Optional.empty()));

    assertThat(within.refusing().map(OperatorRule::name)).contains("none");
    assertThat(within.unstored().map(OperatorRule::name)).contains("none");
  }

  @Test
  @DisplayName("RFC 9111 §5.2.1 a wish for something fresh is what the operator says it is")
  void reload() {
    var wish =
        new RequestHead(
            "GET",
            "/",
            Fields.of("Cache-Control", "no-cache, max-age=0, no-store", "Pragma", "no-cache"));

    assertThat(Reload.HONOUR.treated(wish, false)).isSameAs(wish);
    assertThat(Reload.REVALIDATE.treated(wish, true)).isSameAs(wish);
    assertThat(Reload.REVALIDATE.treated(wish, false).fields())
        .isEqualTo(Fields.of("Cache-Control", "no-store"));
    assertThat(Reload.IGNORE.treated(wish, true).fields())
        .isEqualTo(Fields.of("Cache-Control", "no-store"));
    var bare = new RequestHead("GET", "/", Fields.of("Pragma", "no-cache", "Accept", "*/*"));
    assertThat(Reload.IGNORE.treated(bare, true).fields()).isEqualTo(Fields.of("Accept", "*/*"));
  }

  private static Optional<String> name(
      OperatorRules rules, String host, String target, String type) {
    var known = type.isEmpty() ? Optional.<String>empty() : Optional.of(type);
    return rules.about(new Subject(host, target, 0, known)).asker().map(OperatorRule::name);
  }

  private static Selector about(List<String> hosts, List<PathPattern> paths, List<String> types) {
    return new Selector(hosts, paths, types, List.of());
  }

  private static OperatorRule rule(
      String name,
      Selector about,
      boolean stores,
      @org.jspecify.annotations.Nullable Lifetime ttl) {
    return new OperatorRule(
        name,
        about,
        stores,
        OptionalLong.empty(),
        ttl == null ? Lifetime.UNCHANGED : ttl,
        Reload.HONOUR);
  }
}
