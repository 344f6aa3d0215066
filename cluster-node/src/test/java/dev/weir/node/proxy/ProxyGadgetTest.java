package dev.weir.node.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cache.message.RequestHead;
import dev.weir.node.proxy.request.RequestCheck;
import dev.weir.node.proxy.wire.FieldLines;
import dev.weir.node.proxy.wire.StrictRequestDecoder;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Transfer-Encoding in more disguises than anybody should accept: `strict/gadgets.txt`.
@Timeout(120)
final class ProxyGadgetTest {
  private static final String SMUGGLED = "0\r\n\r\nGPOST /evil HTTP/1.1\r\nHost: x\r\n\r\n";

  private static final Pattern NAMED =
      Pattern.compile("[^a-z0-9:]*transfer[^a-z0-9:]*encoding[^a-z0-9:]*:.*");

  @RegisterExtension private final Scene scene = new Scene();

  @Test
  @DisplayName("SEC-H1 of over 3,000 disguises each is refused, or its length alone counts")
  void disguises() throws IOException {
    List<String> gadgets = gadgets();
    assertThat(gadgets).hasSizeGreaterThan(3_000);
    int accepted = 0;
    try (RawClient client = scene.node.client()) {
      for (int i = 0; i < gadgets.size(); i++) {
        String request = request("/g" + i, gadgets.get(i));
        if (passes(request)) {
          client.send(request);
          assertThat(client.read(false).body()).isEqualTo("default /g" + i);
          accepted++;
        }
      }
    }
    assertThat(scene.origin.asked).hasSize(accepted);
    assertThat(accepted).isBetween(100, gadgets.size() / 4);
    for (OriginRecorder.Asked asked : scene.origin.asked) {
      assertThat(asked.target()).startsWith("/g");
      assertThat(asked.body()).isEqualTo(SMUGGLED);
      assertThat(asked.head().toLowerCase(Locale.ROOT).lines()).noneMatch(NAMED.asMatchPredicate());
    }
  }

  /// Whether the decoder and the check let it pass, without a connection for each.
  private boolean passes(String request) {
    var decoder = new EmbeddedChannel(new StrictRequestDecoder());
    try {
      decoder.writeInbound(Unpooled.copiedBuffer(request, StandardCharsets.ISO_8859_1));
      HttpRequest first = decoder.readInbound();
      return first.decoderResult().isSuccess()
          && RequestCheck.of(
                  new RequestHead(
                      first.method().name(), first.uri(), FieldLines.from(first.headers())),
                  first.protocolVersion().text(),
                  "weir-cache-1")
              instanceof RequestCheck.Accepted;
    } finally {
      decoder.finishAndReleaseAll();
    }
  }

  private String request(String target, String gadget) {
    return "POST "
        + target
        + " HTTP/1.1\r\nHost: "
        + scene.host
        + "\r\nContent-Length: "
        + SMUGGLED.length()
        + "\r\n"
        + gadget
        + "\r\n\r\n"
        + SMUGGLED;
  }

  private static List<String> gadgets() {
    var gadgets = new ArrayList<String>();
    for (String line : Corpus.lines("gadgets.txt")) {
      if (line.contains("{b}")) {
        String[] around = line.split("\\{b\\}", 2);
        for (int octet = 0; octet < 256; octet++) {
          gadgets.add(Corpus.octets(around[0], "") + (char) octet + Corpus.octets(around[1], ""));
        }
      } else {
        gadgets.add(Corpus.octets(line, ""));
      }
    }
    return gadgets;
  }
}
