package dev.weir.node.proxy.access.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.Pattern;
import dev.weir.node.proxy.access.list.ExpressionSet.Builder.Taken;
import dev.weir.node.proxy.access.list.ExpressionSet.Finding;
import dev.weir.node.proxy.access.list.ListReader.Source;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is on a list.
class ListsTest {
  /// Of which expressions are made.
  private static final List<String> PARTS =
      List.of(
          "ab",
          "abc",
          "(x|yz)",
          "[ab]",
          "[^a]",
          ".",
          ".*",
          "c?",
          "b+",
          "(?:ab|c)",
          "^",
          "$",
          "\\.",
          "(a|)",
          "z{2}",
          "(?i)Q",
          "[.]",
          "|",
          "\\b",
          "(abc|bcd)",
          "[a-c]{1,2}",
          "(ab(c|d)e)?");

  @TempDir private Path folder;

  @Test
  @DisplayName("a domain stands for itself and what is below it, and for nothing that ends alike")
  void domains() {
    DomainSet set = domains("example.com", "b.example.net", "com.example.com", "10.example.org");

    assertThat(List.of("example.com", "www.example.com", "a.b.example.com.", "b.example.net"))
        .allMatch(set::has);
    assertThat(List.of("badexample.com", "example.co", "com", "", ".", "example.net", "a.example"))
        .noneMatch(set::has);
    assertThat(set.has("x.".repeat(200) + "example.com")).isFalse();
  }

  @Test
  @DisplayName("as many domains as there are are found, and no other")
  void manyDomains() {
    var random = new Random(7);
    var all = new HashSet<String>();
    while (all.size() < 20_000) {
      all.add(Integer.toString(random.nextInt(1 << 20), 36) + "." + random.nextInt(50) + ".test");
    }
    DomainSet set = domains(all.toArray(String[]::new));

    assertThat(set.count()).isEqualTo(all.size());
    assertThat(all).allMatch(set::has);
    for (int i = 0; i < 20_000; i++) {
      String host = Integer.toString(random.nextInt(1 << 20), 36) + "." + i % 50 + ".test";
      assertThat(set.has(host)).as(host).isEqualTo(all.contains(host));
    }
  }

  @Test
  @DisplayName("RFC 4632 an address is in a prefix by its first bits, of both families")
  void prefixes() throws IOException {
    var builder = new PrefixSet.Builder();
    for (String text :
        List.of("192.0.2.0/24", "192.0.2.7", "198.51.100.4/31", "2001:db8::/32", "2001:db8:1::1")) {
      assertThat(builder.add(text)).as(text).isTrue();
    }
    for (String text :
        List.of("192.0.2.1/24", "192.0.2", "1", "192.0.2.0/33", "x", "2001:db8::1/32", "::1%lo")) {
      assertThat(builder.add(text)).as(text).isFalse();
    }
    PrefixSet set = builder.build();

    assertThat(set.count()).isEqualTo(3);
    for (String in :
        List.of("192.0.2.0", "192.0.2.255", "198.51.100.5", "2001:db8:ffff::", "::ffff:c000:201")) {
      assertThat(set.has(InetAddress.ofLiteral(in))).as(in).isTrue();
    }
    for (String out : List.of("192.0.1.255", "192.0.3.0", "198.51.100.6", "2001:db9::", "::")) {
      assertThat(set.has(InetAddress.ofLiteral(out))).as(out).isFalse();
    }
    var all = new PrefixSet.Builder();
    assertThat(all.add("0.0.0.0/0")).isTrue();
    assertThat(all.build().has(InetAddress.ofLiteral("255.255.255.255"))).isTrue();
  }

  @Test
  @DisplayName("what an expression cannot be without is read from it, or nothing is claimed")
  void literals() {
    assertThat(Literals.of("ads\\.example")).containsExactly("ads.example");
    assertThat(Literals.of("(^|[./?&-])(adult|casino)[0-9]")).containsExactly("adult", "casino");
    assertThat(Literals.of("(?i)Banner(s)?/[a-z]+\\.GIF$")).containsExactly("banner");
    assertThat(Literals.of("colou?rful")).containsExactly("colo");
    assertThat(Literals.of("foo|ba")).isEmpty();
    assertThat(Literals.of("abc|[0-9]+")).isEmpty();
    assertThat(Literals.of("(abc)*")).isEmpty();
    assertThat(Literals.of("\\Qabc\\E")).isEmpty();
    assertThat(Literals.of("x{3}abc{0,2}")).isEmpty();
  }

  @Test
  @DisplayName("no expression is missed for its literals: 1,000 by chance, against RE2 alone")
  void nothingMissed() {
    var random = new Random(11);
    for (int i = 0; i < 1_000; i++) {
      var expression = new StringBuilder();
      for (int n = random.nextInt(1, 7); n > 0; n--) {
        expression.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      var builder = new ExpressionSet.Builder();
      if (builder.add(expression.toString()) != Taken.YES) {
        continue;
      }
      ExpressionSet set = builder.build();
      for (int n = 0; n < 5; n++) {
        var text = new StringBuilder();
        random.ints(random.nextInt(12), 0, 9).forEach(c -> text.append("abcdezxY.".charAt(c)));
        assertThat(set.in(text.toString()) == Finding.YES)
            .as(expression + " in " + text)
            .isEqualTo(Pattern.compile(expression.toString()).matcher(text).find());
      }
    }
  }

  @Test
  @DisplayName("a list has 1,000 expressions, of which four may lack a literal")
  void expressionLimits() {
    var builder = new ExpressionSet.Builder();
    for (int i = 0; i < ExpressionSet.PLAIN_MAX; i++) {
      assertThat(builder.add("[0-9]{" + (i + 5) + "}")).isEqualTo(Taken.YES);
    }
    assertThat(builder.add("[a-f]+")).isEqualTo(Taken.TOO_PLAIN);
    assertThat(builder.add("(")).isEqualTo(Taken.UNREADABLE);
    assertThat(builder.add("((a{100}){100}){100}")).isEqualTo(Taken.UNREADABLE);
    for (int i = ExpressionSet.PLAIN_MAX; i < ExpressionSet.COUNT_MAX; i++) {
      assertThat(builder.add("word" + i)).isEqualTo(Taken.YES);
    }
    assertThat(builder.add("more")).isEqualTo(Taken.TOO_MANY);
    ExpressionSet set = builder.build();
    assertThat(set.in("http://a.example/word999")).isEqualTo(Finding.YES);
    assertThat(set.in("http://a.example/WORD999")).isEqualTo(Finding.NO);
    assertThat(set.in("http://a.example/1234567")).isEqualTo(Finding.YES);
    assertThat(set.in("http://a.example/word")).isEqualTo(Finding.NO);
  }

  @Test
  @DisplayName("SEC-R9 of a long URL with the literals of all expressions only some are tried")
  void literalsOfAll() {
    var builder = new ExpressionSet.Builder();
    var url = new StringBuilder("http://a.example/");
    for (int i = 100; i < 900; i++) {
      assertThat(builder.add("word" + i + "$")).isEqualTo(Taken.YES);
      url.append("word").append(i).append('/');
    }
    ExpressionSet set = builder.build();
    int tried = ExpressionSet.SEARCHED_MAX / url.length();

    assertThat(set.in(url.toString())).isEqualTo(Finding.UNSURE);
    assertThat(set.in(url + "word" + (100 + tried))).isEqualTo(Finding.UNSURE);
    assertThat(set.in(url + "word100")).isEqualTo(Finding.YES);
    assertThat(set.in(url.substring(0, 100))).isEqualTo(Finding.NO);
  }

  @Test
  @DisplayName("plain lines, hosts lines and comments are read; bad lines are counted and shown")
  void lines() throws IOException {
    Source source =
        source(
            """
            # of 2026
            Example.COM
            .b.example.net   # and below
            *.c.example.net.
            127.0.0.1 localhost
            0.0.0.0 ads.example.org tracker.example.org
            bücher.example
            not a line
            a..b
            """);

    BlockList list = ListReader.read(source);

    assertThat(list.domains().count()).isEqualTo(6);
    assertThat(List.of("example.com", "x.b.example.net", "tracker.example.org"))
        .allMatch(list.domains()::has);
    assertThat(list.domains().has("xn--bcher-kva.example")).isTrue();
    assertThat(list.domains().has("localhost")).isFalse();
    assertThat(list.badCount()).isEqualTo(2);
    assertThat(list.bad().getFirst())
        .isEqualTo(
            new BlockList.BadLine(
                source.domains().orElseThrow().toString(),
                8,
                "not a line",
                "is no domain, and no line of a hosts file"));
    assertThat(list.domains().has("example.com")).isTrue();
  }

  @Test
  @DisplayName("what is no list is refused whole, such as a page of HTML")
  void notAList() throws IOException {
    Source source = source("<p>no <b>such</b> file</p>\n".repeat(20));

    assertThatThrownBy(() -> ListReader.read(source))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("20 of 20 lines");
  }

  @Test
  @DisplayName("a list follows its file, and the old one holds while the new one cannot be read")
  void follows() throws IOException {
    Source source = source("a.example\n");
    KeptList list = KeptList.open(source, Instant.EPOCH);
    Path file = source.domains().orElseThrow();

    assertThat(list.look(Instant.EPOCH)).isInstanceOf(KeptList.Look.Same.class);
    Files.writeString(file, "b.example\nc.example\n");
    assertThat(list.look(Instant.ofEpochSecond(5))).isInstanceOf(KeptList.Look.Read.class);
    assertThat(list.get().domains().has("c.example")).isTrue();
    assertThat(list.readAt()).isEqualTo(Instant.ofEpochSecond(5));

    Files.writeString(file, "<p> <p>\n".repeat(100));
    assertThat(list.look(Instant.ofEpochSecond(9))).isInstanceOf(KeptList.Look.Failed.class);
    assertThat(list.look(Instant.ofEpochSecond(9))).isInstanceOf(KeptList.Look.Same.class);
    Files.delete(file);
    assertThat(list.look(Instant.ofEpochSecond(9))).isInstanceOf(KeptList.Look.Failed.class);
    assertThat(list.look(Instant.ofEpochSecond(9))).isInstanceOf(KeptList.Look.Same.class);
    assertThat(list.get().domains().has("c.example")).isTrue();
    assertThat(list.readAt()).isEqualTo(Instant.ofEpochSecond(5));

    Files.writeString(file, "d.example\n");
    assertThat(list.look(Instant.ofEpochSecond(10))).isInstanceOf(KeptList.Look.Read.class);
    assertThat(list.get().domains().has("c.example")).isFalse();
  }

  private Source source(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("domains"), text);
    return new Source("ads", Optional.of(file), Optional.empty(), Optional.empty());
  }

  private static DomainSet domains(String... names) {
    var builder = new DomainSet.Builder();
    for (String name : new ArrayList<>(List.of(names))) {
      builder.add(name);
    }
    return builder.build();
  }
}
