package dev.weir.node;

import dev.weir.node.grid.Grid;
import dev.weir.node.grid.seal.Purpose;
import dev.weir.node.grid.seal.SignedRecord;
import dev.weir.node.proxy.host.Answers;
import dev.weir.node.proxy.host.HostMemory;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What names whose addresses rotate were found to be, for all members of the grid.
///
/// Confined to the grid thread, but for what it tells the grid.
final class SharedHosts {
  private static final Duration LASTS = Duration.ofSeconds(Answers.BELIEVED_SECONDS);

  private final HostMemory memory;
  private Map<String, SignedRecord> heard = Map.of();

  private SharedHosts(HostMemory memory) {
    this.memory = memory;
  }

  static void begin(HostMemory memory, Grid grid) {
    var shared = new SharedHosts(memory);
    memory.tell((name, answers) -> grid.put(Purpose.HOST, name, answers.encode(), LASTS));
    grid.follow(Purpose.HOST, shared::follow);
  }

  private void follow(List<SignedRecord> records) {
    var now = new HashMap<String, SignedRecord>();
    for (SignedRecord record : records) {
      now.put(record.key(), record);
      SignedRecord known = heard.get(record.key());
      if (known == null || !known.equals(record)) {
        long second = record.terms().number() / 1000; // its signer's clock
        Answers.decode(record.content()).ifPresent(it -> memory.hear(record.key(), it, second));
      }
    }
    heard = now;
  }
}
