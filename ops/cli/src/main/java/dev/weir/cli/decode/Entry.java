package dev.weir.cli.decode;

import dev.weir.wccp.diagnosis.Finding;
import dev.weir.wccp.diagnosis.Finding.Severity;
import dev.weir.wccp.wire.Field;
import java.util.List;

/// One message or redirected packet of a capture, ready to be printed.
///
/// @param frame its number in the capture, from 1; of a hex dump its number there
/// @param atMicros when it was captured, microseconds since 1970
/// @param from the sender's address, empty when it is not known
/// @param to the receiver's address, empty when it is not known
/// @param name what it is
/// @param words what it says
/// @param findings what is the matter with it, by place
/// @param blocks its fields
public record Entry(
    int frame,
    long atMicros,
    String from,
    String to,
    String name,
    String words,
    List<Finding> findings,
    List<Block> blocks) {
  /// Fields that belong together: a header, a component.
  ///
  /// @param offset where it begins
  public record Block(String name, int offset, List<Field> fields) {
    /// Copies the list.
    public Block {
      fields = List.copyOf(fields);
    }
  }

  /// Copies the lists.
  public Entry {
    findings = List.copyOf(findings);
    blocks = List.copyOf(blocks);
  }

  /// How many findings are so bad.
  int count(Severity severity) {
    return (int) findings.stream().filter(it -> it.severity() == severity).count();
  }
}
