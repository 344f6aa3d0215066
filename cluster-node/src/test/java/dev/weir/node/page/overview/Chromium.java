package dev.weir.node.page.overview;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A headless Chromium, driven by Debian's chromedriver in the words of WebDriver (W3C), of which a
/// dozen are needed here: ADR-0053.
final class Chromium implements AutoCloseable {
  /// Keys of the keyboard, as WebDriver writes them.
  static final String TAB = "\uE004";

  static final String ENTER = "\uE007";
  static final String RIGHT = "\uE014";
  static final String DOWN = "\uE015";

  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Pattern PORT = Pattern.compile("on port (\\d+)");
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int WAIT_MILLIS = 25_000;
  private static final String AWAIT =
      """
      const [css, text, most, done] = arguments;
      const end = Date.now() + most;
      const shown = () => document.querySelector(css)?.innerText ?? '(none)';
      const look = () => {
        if (shown().includes(text)) done(true);
        else if (Date.now() > end) done(shown());
        else setTimeout(look, 50);
      };
      look();
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process driver;
  private final String base;
  private final String session;

  private Chromium(Process driver, int port) throws IOException {
    this.driver = driver;
    String root = "http://127.0.0.1:" + port + "/session";
    Map<String, Object> chrome =
        Map.of(
            "args",
            List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-proxy-server",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--window-size=1280,900"));
    var wanted =
        Map.of(
            "capabilities",
            Map.of(
                "alwaysMatch",
                Map.of(
                    "goog:chromeOptions", chrome, "goog:loggingPrefs", Map.of("browser", "ALL"))));
    this.session = call("POST", root, wanted).path("sessionId").asString();
    this.base = root + "/" + session;
  }

  static boolean isHere() {
    return Files.isExecutable(DRIVER);
  }

  static Chromium start() throws IOException {
    Process driver =
        new ProcessBuilder(DRIVER.toString(), "--port=0").redirectErrorStream(true).start();
    try {
      var lines =
          new BufferedReader(
              new InputStreamReader(driver.getInputStream(), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var port = PORT.matcher(line);
        if (port.find() && line.contains("success")) {
          return new Chromium(driver, Integer.parseInt(port.group(1)));
        }
      }
      throw new IOException("chromedriver has ended");
    } catch (IOException | RuntimeException | Error e) {
      driver.destroyForcibly();
      throw e;
    }
  }

  void open(String url) throws IOException {
    call("POST", base + "/url", Map.of("url", url));
  }

  /// What a function body of JavaScript returns.
  JsonNode run(String script, Object... arguments) throws IOException {
    return call(
        "POST", base + "/execute/sync", Map.of("script", script, "args", List.of(arguments)));
  }

  String text(String css) throws IOException {
    return run(
            "const e = document.querySelector(arguments[0]); return e ? e.innerText : '(none)'",
            css)
        .asString();
  }

  /// Waits, in the browser, until an element shows this text.
  void await(String css, String text) throws IOException {
    JsonNode shown =
        call(
            "POST",
            base + "/execute/async",
            Map.of("script", AWAIT, "args", List.of(css, text, WAIT_MILLIS)));
    if (!shown.isBoolean()) {
      throw new AssertionError(css + " does not show " + text + " but " + shown);
    }
  }

  void click(String css) throws IOException {
    call("POST", base + "/element/" + find(css) + "/click", Map.of());
  }

  void type(String css, String keys) throws IOException {
    call("POST", base + "/element/" + find(css) + "/value", Map.of("text", keys));
  }

  /// Types into whatever has the focus.
  void press(String keys) throws IOException {
    String focused = call("GET", base + "/element/active", Map.of()).path(ELEMENT).asString();
    call("POST", base + "/element/" + focused + "/value", Map.of("text", keys));
  }

  private String find(String css) throws IOException {
    return call("POST", base + "/element", Map.of("using", "css selector", "value", css))
        .path(ELEMENT)
        .asString();
  }

  /// Has the page be so wide, in this colour scheme, and still.
  void dress(int width, String scheme) throws IOException {
    devTools(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    devTools(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    run("document.activeElement.blur(); scrollTo(0, 0)");
  }

  /// A command of the DevTools protocol.
  private JsonNode devTools(String command, Map<String, Object> parameters) throws IOException {
    return call("POST", base + "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
  }

  /// What the browser has complained of since it was asked last.
  List<String> complaints() throws IOException {
    return call("POST", base + "/se/log", Map.of("type", "browser"))
        .valueStream()
        .map(it -> it.path("level").asString() + " " + it.path("message").asString())
        .toList();
  }

  /// The page as a PNG, as high as it is.
  byte[] picture() throws IOException {
    var picture =
        devTools("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    return Base64.getDecoder().decode(picture.path("data").asString());
  }

  private JsonNode call(String method, String url, Object body) throws IOException {
    String text = JsonMapper.shared().writeValueAsString(body);
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(PATIENCE)
            .method(
                method,
                method.equals("POST")
                    ? HttpRequest.BodyPublishers.ofString(text)
                    : HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode value = JsonMapper.shared().readTree(answer.body()).path("value");
      if (answer.statusCode() != 200) {
        throw new IOException(method + " " + url + " " + text + ": " + value);
      }
      return value;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      call("DELETE", base, Map.of());
    } finally {
      driver.destroy();
      end();
      http.close();
    }
  }

  private void end() {
    try {
      if (!driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        driver.destroyForcibly();
      }
    } catch (InterruptedException e) {
      driver.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
