package dev.weir.node.snmp.agent;

import dev.weir.node.snmp.Oid;
import dev.weir.node.snmp.Value;
import java.util.Map;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Gauge32;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/// Names and values in SNMP4J's types.
final class Variables {
  private Variables() {}

  static VariableBinding binding(Map.Entry<Oid, Value> instance) {
    return new VariableBinding(oid(instance.getKey()), variable(instance.getValue()));
  }

  static OID oid(Oid name) {
    return new OID(name.arcs());
  }

  static Oid name(OID oid) {
    return Oid.of(oid.getValue());
  }

  static Variable variable(Value value) {
    return switch (value) {
      case Value.Whole(int number) -> new Integer32(number);
      case Value.Gauge(long number) -> new Gauge32(number);
      case Value.Count(long number) -> new Counter64(number);
      case Value.Ticks ticks -> new TimeTicks(ticks.hundredths());
      case Value.Text text -> new OctetString(text.octets());
      case Value.Name(Oid name) -> oid(name);
    };
  }
}
