package dev.weir.wccp.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class HashAssignmentTest {
  private static final InetAddress A = InetAddress.ofLiteral("192.0.2.11");
  private static final InetAddress B = InetAddress.ofLiteral("192.0.2.12");

  @Test
  @DisplayName("§4.4 a cache that a table lists twice is removed from it altogether")
  void listedTwice() {
    byte[] octets = new byte[BucketTable.BUCKET_COUNT];
    octets[1] = 1;
    octets[2] = 2;
    var twice = new HashAssignment(List.of(A, B, A), BucketTable.ofOctets(octets, 3).orElseThrow());

    var left = twice.without(A);

    assertThat(left.caches()).containsExactly(B);
    assertThat(left.assignedCount()).isEqualTo(1);
    assertThat(left.owner(1)).contains(B);
  }
}
