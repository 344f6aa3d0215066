package dev.weir.bench.cache;

import dev.weir.node.access.AccessLog;
import dev.weir.node.access.Draft;
import dev.weir.node.access.ObjectSource;
import dev.weir.node.access.Treatment;
import dev.weir.node.telemetry.EventLog;
import dev.weir.node.telemetry.Telemetry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;

/// What a line of the access log costs: processor time of the thread that makes the record, and of
/// the one that writes it, per record, in each format. The request is like a browser's.
///
/// `ops/bench/log.sh [FOLDER]` runs it; the files are made in the folder, which is on the disk to
/// be measured, or in memory.
public final class LogCost {
  private static final int RECORDS = 500_000;
  private static final int ROUNDS = 6;
  private static final int BATCH = 2_000;
  private static final byte[] URL_OCTETS =
      "/static/images/2026/11/photo-of-a-weir-0042.jpg".getBytes(StandardCharsets.US_ASCII);
  private static final String AGENT =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0"
          + " Safari/537.36";

  private LogCost() {}

  /// Measures; the one argument is the folder.
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (AccessLog.Format format : AccessLog.Format.values()) {
      measure(format, folder);
    }
  }

  private static void measure(AccessLog.Format format, Path folder) throws IOException {
    Path file = folder.resolve("access-log-cost");
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    var events = new EventLog("bench", InstantSource.system());
    try (var log = AccessLog.open(file, format, events, new Telemetry())) {
      long writer = writer();
      int client = Draft.address(InetAddress.ofLiteral("192.0.2.7"));
      for (int round = 0; round < ROUNDS; round++) {
        long lost = log.lost();
        long own = threads.getCurrentThreadCpuTime();
        long theirs = threads.getThreadCpuTime(writer);
        long waited = 0;
        for (int i = 0; i < RECORDS; i++) {
          record(log, client, i);
          if (i % BATCH == BATCH - 1) {
            long before = threads.getCurrentThreadCpuTime();
            log.reopen().join();
            waited += threads.getCurrentThreadCpuTime() - before;
          }
        }
        double made = (threads.getCurrentThreadCpuTime() - own - waited) / (double) RECORDS;
        double written = (threads.getThreadCpuTime(writer) - theirs) / (double) RECORDS;
        if (round == ROUNDS - 1) {
          System.out.printf(
              Locale.ROOT,
              "%-8s %6.0f ns to record, %6.0f ns to write, %d lost%n",
              format.name().toLowerCase(Locale.ROOT),
              made,
              written,
              log.lost() - lost);
        }
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void record(AccessLog log, int client, int number) {
    log.draft()
        .begin(200, Treatment.HIT, ObjectSource.MEMORY)
        .at(1_767_225_600_000L + number, 9_400, log.nextId())
        .sent(310, 1024)
        .client(client, 49_152)
        .text("GET")
        .text("www.example.com")
        .text(URL_OCTETS, 0, URL_OCTETS.length)
        .text("http://www.example.com/gallery/")
        .text(AGENT)
        .text("image/jpeg")
        .end();
  }

  private static long writer() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("access-log"))
        .findFirst()
        .orElseThrow()
        .threadId();
  }
}
