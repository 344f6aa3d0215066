package dev.weir.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What a thread has used: processor time in nanoseconds, and octets allocated.
record Usage(long cpuNanos, long octets) {
  static final Usage NONE = new Usage(0, 0);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// What this thread has used since it began.
  static Usage now() {
    return new Usage(THREADS.getCurrentThreadCpuTime(), THREADS.getCurrentThreadAllocatedBytes());
  }

  Usage plus(Usage more) {
    return new Usage(cpuNanos + more.cpuNanos, octets + more.octets);
  }

  Usage minus(Usage less) {
    return new Usage(cpuNanos - less.cpuNanos, octets - less.octets);
  }

  /// Milliseconds of processor time for each of so many simulated seconds.
  double cpuMillisPer(long seconds) {
    return cpuNanos / 1e6 / seconds;
  }

  /// Mebibytes allocated for each of so many simulated seconds.
  double mebibytesPer(long seconds) {
    return octets / 1_048_576.0 / seconds;
  }
}
