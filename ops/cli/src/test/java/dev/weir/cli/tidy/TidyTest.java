package dev.weir.cli.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TidyTest {
  private static final String MAIN = "module/src/main/java/dev/weir/x/Thing.java";
  private static final String TEST = "module/src/test/java/dev/weir/x/ThingTest.java";

  @Test
  @DisplayName("The repository keeps the size limits of files, methods, parameters and packages")
  void sizes() {
    assertThat(SizeRule.problems(Repository.sources())).isEmpty();
  }

  @Test
  @DisplayName("The repository holds no word that has no place in it")
  void words() {
    assertThat(WordRule.problems(Repository.sources())).isEmpty();
  }

  @Test
  @DisplayName("Every row of a metric or event vocabulary is used by a program")
  void vocabularies() {
    assertThat(VocabularyRule.problems(Repository.sources())).isEmpty();
  }

  @Test
  @DisplayName("Every section that the code cites exists in docs/wccp.md")
  void sections() {
    assertThat(SectionRule.problems(Repository.sources())).isEmpty();
  }

  @Test
  @DisplayName("The repository is really read: launcher, pages, programs and tests")
  void readsRepository() {
    assertThat(Repository.sources())
        .extracting(Source::path)
        .contains(
            "weir",
            ".ci/run",
            "README.md",
            "pom.xml",
            "ops/cli/src/main/java/dev/weir/cli/Main.java",
            "ops/cli/src/test/java/dev/weir/cli/tidy/TidyTest.java")
        .noneMatch(path -> path.contains("/target/"));
  }

  @Test
  @DisplayName("A method of 41 lines is too long, one of 40 is not")
  void bitesLongMethod() {
    assertThat(SizeRule.problems(List.of(main(classWith(method(40)))))).isEmpty();
    assertThat(SizeRule.problems(List.of(main(classWith(method(41))))))
        .containsExactly(MAIN + ": run: 41 lines, at most 40");
  }

  @Test
  @DisplayName("A class of 401 lines, a record of 151 and a test of 301 are too long")
  void bitesLongFile() {
    assertThat(SizeRule.problems(List.of(main(lines("final class Thing {", 401)))))
        .containsExactly(MAIN + ": 401 lines, at most 400");
    assertThat(SizeRule.problems(List.of(main(lines("record Thing(int a) {", 151)))))
        .containsExactly(MAIN + ": 151 lines, at most 150");
    assertThat(SizeRule.problems(List.of(new Source(TEST, lines("class ThingTest {", 301)))))
        .containsExactly(TEST + ": 301 lines, at most 300");
    assertThat(SizeRule.problems(List.of(main(lines("final class Thing {", 400))))).isEmpty();
  }

  @Test
  @DisplayName("A decision record of 81 lines is too long")
  void bitesLongDecision() {
    assertThat(SizeRule.problems(List.of(new Source("docs/adr/0001-x.md", "x\n".repeat(81)))))
        .hasSize(1);
  }

  @Test
  @DisplayName("Seven parameters are too many, except for a record")
  void bitesParameters() {
    String seven = "int a, int b, int c, int d, int e, int f, int g";
    assertThat(SizeRule.problems(List.of(main(classWith("  void run(" + seven + ") {}\n")))))
        .containsExactly(MAIN + ": run: 7 parameters, at most 6");
    assertThat(SizeRule.problems(List.of(main("record Thing(" + seven + ") {}\n")))).isEmpty();
  }

  @Test
  @DisplayName("A package of 16 types is too big")
  void bitesBigPackage() {
    var types = new java.util.ArrayList<Source>();
    for (int i = 0; i < 16; i++) {
      types.add(new Source("m/src/main/java/x/T" + i + ".java", "final class T" + i + " {}\n"));
    }
    assertThat(SizeRule.problems(types))
        .containsExactly("m/src/main/java/x/: 16 types, at most 15");
    assertThat(SizeRule.problems(types.subList(0, 15))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// TO-DO later",
        "// FIX-ME",
        "see /ho-me/ann/weir",
        "see /Us-ers/ann/weir",
        "cd /wo-rk/weir",
        "JAVA_HOME=/usr/lib/jvm/temu-rin-25-jdk",
        "from nex-us.example.com",
        "Co-auth-ored-by: somebody",
        "gener-ated by an assistant"
      })
  @DisplayName("A word without a place here is found, wherever it stands")
  void bitesWords(String line) {
    String word = line.replaceFirst("(?<=[A-Za-z])-(?=[A-Za-z])(?!auth)", "");
    assertThat(WordRule.problems(List.of(new Source("docs/x.md", "ok\n" + word + "\n"))))
        .as(word)
        .hasSize(1)
        .allMatch(problem -> problem.startsWith("docs/x.md:2: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"// TO-DO #12 later", "/usr/lib/jvm", "a homework", "/etc/weir/work/x", "work/x"})
  @DisplayName("What only looks like such a word is left alone")
  void sparesWords(String line) {
    assertThat(WordRule.problems(List.of(new Source("x.md", line.replace("TO-DO", "TO" + "DO")))))
        .isEmpty();
  }

  @Test
  @DisplayName("A test that sleeps is found; a program may sleep")
  void bitesSleep() {
    String sleep = "Thread.sl" + "eep(10);\n";
    assertThat(WordRule.problems(List.of(new Source(TEST, sleep)))).hasSize(1);
    assertThat(WordRule.problems(List.of(main(sleep)))).isEmpty();
  }

  @Test
  @DisplayName("A vocabulary's row that only a test uses is found")
  void bitesVocabulary() {
    var rows = main("enum Rows implements MetricRow {\n  USED_ONE(1),\n  IDLE_ONE(2);\n}\n");
    var user = new Source("m/src/main/java/User.java", "Rows r = Rows.USED_ONE;");
    var test = new Source(TEST, "Rows r = Rows.IDLE_ONE;");

    assertThat(VocabularyRule.problems(List.of(rows, user, test)))
        .containsExactly(MAIN + ": nobody uses IDLE_ONE");
  }

  @Test
  @DisplayName("A cited section without its page is found; a section of an RFC is not ours")
  void bitesSections() {
    var page = new Source(SectionRule.DOCUMENT, "# x\n\n## 4 y\n\n### 4.1 z\n");
    assertThat(SectionRule.problems(List.of(page, main("/// §4, §4.1. RFC 9111 §9.9 and §9.8\n"))))
        .isEmpty();
    assertThat(SectionRule.problems(List.of(page, main("/// x (§4.2)\n"))))
        .containsExactly(MAIN + ": docs/wccp.md has no section 4.2");
  }

  private static Source main(String text) {
    return new Source(MAIN, text);
  }

  private static String classWith(String member) {
    return "final class Thing {\n" + member + "}\n";
  }

  private static String method(int lines) {
    return "  void run() {\n" + "    int a;\n".repeat(lines - 2) + "  }\n";
  }

  private static String lines(String head, int lines) {
    return head + "\n" + "\n".repeat(lines - 2) + "}\n";
  }
}
