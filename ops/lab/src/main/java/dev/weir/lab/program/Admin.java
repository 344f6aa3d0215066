package dev.weir.lab.program;

import dev.weir.lab.LabFailure;
import dev.weir.lab.host.Shell;
import dev.weir.lab.net.LabHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The admin port of a program, asked from inside its namespace: it listens on the loopback there.
///
/// @param host whose admin port it is
/// @param port which
public record Admin(LabHost host, int port) {
  /// A node's admin port.
  public static final int NODE_PORT = 8088;

  /// The router's admin port.
  public static final int ROUTER_PORT = 8089;

  /// The address of a page, as seen from inside the namespace.
  public String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /// A page as text; empty when the program does not answer with 200.
  public Optional<String> text(String path) throws InterruptedException {
    Shell.Outcome outcome = curl(List.of(url(path)));
    return outcome.worked() ? Optional.of(outcome.out()) : Optional.empty();
  }

  /// The sum of a Prometheus metric over the samples whose labels contain the given text.
  public double metric(String name, String labels) throws InterruptedException {
    return NodeView.sum(text("/metrics").orElse(""), name, labels);
  }

  /// Has the program do something.
  ///
  /// @throws LabFailure when it does not answer with 200
  public void post(String path) throws LabFailure, InterruptedException {
    order("POST", path);
  }

  /// Has the program do something no more.
  ///
  /// @throws LabFailure when it does not answer with 200
  public void delete(String path) throws LabFailure, InterruptedException {
    order("DELETE", path);
  }

  private void order(String method, String path) throws LabFailure, InterruptedException {
    Shell.Outcome outcome = curl(List.of("--request", method, "--header", "X-Weir: 1", url(path)));
    if (!outcome.worked()) {
      throw new LabFailure(host.name() + " does not do " + path + ": " + outcome.lastWord());
    }
  }

  private Shell.Outcome curl(List<String> arguments) throws InterruptedException {
    var command = new ArrayList<String>(List.of("ip", "netns", "exec", host.namespace()));
    command.addAll(
        List.of("curl", "-q", "--silent", "--fail", "--noproxy", "*", "--max-time", "20"));
    command.addAll(arguments);
    return Shell.run(Shell.PATIENCE, command);
  }

  /// A page as JSON; empty when the program does not answer with 200 and JSON.
  public Optional<JsonNode> json(String path) throws InterruptedException {
    return text(path).flatMap(Admin::parsed);
  }

  /// Reads JSON; empty when it is not, and of an empty line.
  static Optional<JsonNode> parsed(String text) {
    try {
      return Optional.of(JsonMapper.shared().readTree(text)).filter(it -> !it.isMissingNode());
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }
}
