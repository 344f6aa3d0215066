package dev.weir.node.page.overview;

import dev.weir.node.admin.ListenFailed;
import dev.weir.node.telemetry.NodeEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Makes the pictures of the documentation.
@EnabledIfSystemProperty(named = "weir.docs.rewrite", matches = "true")
final class AdminPicturesIT {
  private static final Path PICTURES = Path.of("..", "docs", "pictures");

  @Test
  @DisplayName("the admin page in light, in the dark after a death, and on a phone")
  void pictures() throws IOException, ListenFailed {
    Files.createDirectories(PICTURES);
    var cluster = new ThreeNodes();
    cluster.loseSight();
    var self = ThreeNodes.NODES.getFirst();
    try (var node = new NodePort(cluster, self, InetAddress.getLoopbackAddress());
        var page = Chromium.start()) {
      node.events.record(NodeEvent.NODE_STARTED, "name", "cache-1", "address", "192.0.2.11");
      node.events.record(NodeEvent.GRID_JOINED, "members", 3);
      page.open(node.url());
      page.await("#views", "≠");
      page.type("#follow-url", "http://www.one.test/logo.png" + Chromium.ENTER);
      page.await("#steps", "nothing is stored");
      page.await("#events", "grid-joined");
      picture(page, "admin-light.png", 1280, "light");
      cluster.die(Instant.now());
      page.await("#nodes", "✕ dead");
      picture(page, "admin-dark.png", 1280, "dark");
      picture(page, "admin-phone.png", 390, "light");
    }
  }

  private static void picture(Chromium page, String name, int width, String scheme)
      throws IOException {
    page.dress(width, scheme);
    Files.write(PICTURES.resolve(name), Palette.of(page.picture()));
  }
}
