package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.config.NodeConfig;
import dev.weir.node.config.yaml.ConfigSource;
import dev.weir.node.config.yaml.Loading;
import dev.weir.router.config.RouterConfig;
import dev.weir.router.ios.IosReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `-Dweir.docs.rewrite=true` writes the labs' files anew: those of nodes, and the lines of routers
/// below the mark that each generated text begins with.
final class ShippedLabTest {
  private static final Pattern PRINTED =
      Pattern.compile(
          "(?m)^    weir (generate router-config .*?)( \\| sed s/ROUTER-ID/(\\S+)/)? >> (\\S+)$");
  private static final Pattern MARK = Pattern.compile("(?m)^[!#] Weir: what a router");

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource(ShippedLab.class)
  @DisplayName("the files of a lab's nodes are those that weir lab writes")
  void filesOfNodes(ShippedLab lab) throws IOException {
    for (var file : lab.configurations().entrySet()) {
      current(lab.folder().resolve(file.getKey()), file.getValue());
    }
  }

  @ParameterizedTest
  @EnumSource(ShippedLab.class)
  @DisplayName("the program takes them")
  void programTakesThem(ShippedLab lab) throws IOException {
    for (String name : lab.configurations().keySet()) {
      Path file = readable(lab, name);
      Loading<?> loading =
          name.startsWith("r1")
              ? ConfigSource.load(file, Map.of(), RouterConfig::read)
              : NodeConfig.load(file, Map.of());
      assertThat(loading).as(name).isInstanceOf(Loading.Loaded.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ShippedLab.class,
      names = {"SIM"},
      mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("the lines of a lab's routers are those that its README says how to print")
  void linesOfRouters(ShippedLab lab) throws IOException {
    Matcher printed = PRINTED.matcher(Files.readString(lab.folder().resolve("README.md")));
    int files = 0;
    while (printed.find()) {
      files++;
      String lines = weir(lab, printed.group(1));
      String id = printed.group(3);
      Path file = lab.folder().resolve(printed.group(4));
      String written = Files.readString(file);
      Matcher mark = MARK.matcher(written);
      String own = mark.find() ? written.substring(0, mark.start()) : written;
      current(file, own + (id == null ? lines : lines.replace("ROUTER-ID", id)));
      if (printed.group(1).contains("--for ios")) {
        assertThat(IosReader.read(file.toString(), Files.readString(file)))
            .isInstanceOf(Loading.Loaded.class);
      }
    }
    assertThat(files).isEqualTo(lab == ShippedLab.TWO_ROUTERS ? 2 : 1);
  }

  private String weir(ShippedLab lab, String words) throws IOException {
    var out = new StringWriter();
    var err = new StringWriter();
    String line = words + " --config " + readable(lab, "cache-1.yaml");
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(Arrays.stream(line.split(" ", -1)).toArray(String[]::new));
    assertThat(code).as(line + "\n" + err).isZero();
    return out.toString();
  }

  /// A copy whose secrets are where this machine has them.
  private Path readable(ShippedLab lab, String name) throws IOException {
    String text = Files.readString(lab.folder().resolve(name));
    String secrets = "file:" + lab.secrets().toAbsolutePath() + "/";
    return Files.writeString(
        folder.resolve(name), text.replace("file:" + lab.etc() + "/", secrets));
  }

  private static void current(Path file, String text) throws IOException {
    if (Boolean.getBoolean("weir.docs.rewrite")) {
      Files.writeString(file, text);
    }
    assertThat(file).as("rewrite it with -Dweir.docs.rewrite=true").hasContent(text);
  }
}
