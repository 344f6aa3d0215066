package dev.weir.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.Soon;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class AccessLogTest {
  private final EventLog events = new EventLog("test", () -> Instant.EPOCH);
  private final Telemetry telemetry = new Telemetry();

  @TempDir private Path folder;

  @Test
  @DisplayName(
      "records of several threads are all there when the log is closed, each thread's in order")
  void several() throws Exception {
    Path file = folder.resolve("access.log");
    var log = open(file);
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 3; i++) {
      String host = "host-" + i;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int n = 0; n < 5_000; n++) {
                  record(log, host, n);
                  if (n % 1_000 == 0) {
                    log.reopen().join();
                  }
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    log.close();

    List<String> lines = Files.readAllLines(file);
    assertThat(log.lost()).isZero();
    assertThat(lines).hasSize(15_000);
    for (int i = 0; i < 3; i++) {
      String host = "http://host-" + i + "/";
      assertThat(lines.stream().filter(line -> line.contains(host)).map(AccessLogTest::number))
          .isSorted()
          .hasSize(5_000);
    }
    assertThat(telemetry.scrape()).contains("weir_access_log_lines_total 15000.0");
  }

  @Test
  @DisplayName("a full disk stops no request: what finds no room is counted, and it goes on later")
  void full() throws Exception {
    Path file = Files.createSymbolicLink(folder.resolve("access.log"), Path.of("/dev/full"));
    Path elsewhere = folder.resolve("elsewhere");
    var log = open(file);
    int made = 0;
    while (log.lost() == 0) {
      record(log, "a.test", made++);
    }
    Soon.passes(() ->
        assertThat(events.since(1))
            .extracting(EventLog.Entry::name)
            .contains("access-log-failed", "access-log-dropped"));

    Files.delete(file);
    Files.createSymbolicLink(file, elsewhere);
    log.reopen().join();
    log.close();

    List<String> lines = Files.readAllLines(elsewhere);
    assertThat(lines).hasSize((int) (made - log.lost()));
    assertThat(lines.stream().map(AccessLogTest::number)).isSorted();
    assertThat(events.since(1)).extracting(EventLog.Entry::name).contains("access-log-resumed");
  }

  @Test
  @DisplayName("after a rename it goes on in the old file until it is told, then in a new one")
  void rotated() throws Exception {
    Path file = folder.resolve("access.log");
    Path old = folder.resolve("access.log.1");
    try (var log = open(file)) {
      record(log, "a.test", 1);
      Files.move(file, old);
      record(log, "a.test", 2);
      log.reopen().get();
      record(log, "a.test", 3);
    }
    assertThat(Files.readAllLines(old)).hasSize(2);
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  @DisplayName("after a copy and a cut it goes on at the beginning of the same file")
  void truncated() throws Exception {
    Path file = folder.resolve("access.log");
    try (var log = open(file)) {
      record(log, "a.test", 1);
      Soon.passes(() -> assertThat(file).isNotEmptyFile());
      Files.write(file, new byte[0]);
      record(log, "a.test", 2);
    }
    assertThat(Files.readAllLines(file)).hasSize(1).first().asString().contains("/2 ");
  }

  @Test
  @DisplayName("a new file that cannot be made is told to whoever wanted it")
  void reopeningFails() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    try (var log = open(inner.resolve("access.log"))) {
      Files.delete(inner.resolve("access.log"));
      Files.delete(inner);
      assertThat(log.reopen())
          .failsWithin(java.time.Duration.ofSeconds(60))
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(IOException.class);
    }
  }

  @Test
  @DisplayName("none is off, and no two requests have one number")
  void off() {
    var log = AccessLog.off();
    assertThat(log.isOn()).isFalse();
    assertThat(log.reopen()).isCompleted();
    var ids = new HashSet<Long>();
    for (int i = 0; i < 100; i++) {
      ids.add(log.nextId());
    }
    assertThat(ids).hasSize(100);
  }

  private AccessLog open(Path file) throws IOException {
    return AccessLog.open(file, AccessLog.Format.SQUID, events, telemetry);
  }

  private static void record(AccessLog log, String host, int number) {
    log.draft()
        .begin(200, Treatment.HIT, ObjectSource.MEMORY)
        .at(1, 1, number)
        .sent(1, 1)
        .text("GET")
        .text(host)
        .text("/" + number)
        .end();
  }

  private static int number(String line) {
    return Integer.parseInt(line.replaceFirst(".*/(\\d+) - HIER.*", "$1"));
  }
}
