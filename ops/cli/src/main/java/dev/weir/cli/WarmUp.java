package dev.weir.cli;

import dev.weir.cli.show.Page;
import dev.weir.node.telemetry.Telemetry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `weir warm-up`: loads what a node loads, on loopback, and ends.
///
/// The launcher runs it once after a build, under a JVM that records the classes for quick starts.
/// It opens no port to the network and leaves nothing behind.
@Command(name = "warm-up", hidden = true, description = "Load everything once, and end.")
final class WarmUp implements Callable<Integer> {
  @Override
  public Integer call() {
    for (Page page : Page.values()) {
      page.text("{\"node\":{},\"services\":[{\"name\":\"web-cache\"}],\"members\":[]}");
    }
    new Telemetry().scrape();
    return ExitCode.OK;
  }
}
