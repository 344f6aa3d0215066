package dev.weir.node.doctor.probe;

import dev.weir.node.config.chain.ParentConfig;
import dev.weir.node.doctor.Facts.Parents;
import dev.weir.node.proxy.chain.Parent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Asks each parent for a page that is nowhere: whoever lets us in answers anything but 407.
final class ParentProbe {
  private static final int ANSWER_MILLIS = 3_000;
  private static final String LOGIN_WANTED = "407";

  private ParentProbe() {}

  static Parents look(List<ParentConfig> parents) {
    var silent = new ArrayList<String>();
    var refusing = new ArrayList<String>();
    for (ParentConfig config : parents) {
      Parent parent = Parent.of(config);
      String name = parent.name() + " at " + config.address();
      try {
        if (status(parent).equals(LOGIN_WANTED)) {
          refusing.add(name);
        }
      } catch (IOException e) {
        silent.add(name + " (" + e.getMessage() + ")");
      }
    }
    return new Parents(silent, refusing);
  }

  private static String status(Parent parent) throws IOException {
    try (var socket = new Socket()) {
      var where = new InetSocketAddress(parent.where().host(), parent.where().port());
      socket.connect(where, (int) parent.connectWithin().toMillis());
      socket.setSoTimeout(ANSWER_MILLIS);
      String login =
          parent.login().map(it -> "Proxy-Authorization: " + it.reveal() + "\r\n").orElse("");
      String question =
          "HEAD http://weir-doctor.invalid/ HTTP/1.1\r\nHost: weir-doctor.invalid\r\n"
              + login
              + "Max-Forwards: 0\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(question.getBytes(StandardCharsets.ISO_8859_1));
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String line = in.readLine();
      if (line == null || !line.matches("HTTP/1\\.[01] [0-9]{3}.{0,200}")) {
        throw new IOException("no answer of HTTP");
      }
      return line.substring(9, 12);
    }
  }
}
