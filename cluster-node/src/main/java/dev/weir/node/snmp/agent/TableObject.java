package dev.weir.node.snmp.agent;

import dev.weir.node.snmp.MibTable;
import dev.weir.node.snmp.Oid;
import dev.weir.node.snmp.Value;
import dev.weir.node.snmp.WeirMib;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snmp4j.PDU;
import org.snmp4j.agent.DefaultMOScope;
import org.snmp4j.agent.MOScope;
import org.snmp4j.agent.mo.GenericManagedObject;
import org.snmp4j.agent.request.SubRequest;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;

/// The whole table as one managed object of SNMP4J. Nothing of it can be written.
final class TableObject implements GenericManagedObject {
  private static final MOScope ALL =
      new DefaultMOScope(
          Variables.oid(WeirMib.INTERNET), true, Variables.oid(WeirMib.INTERNET).nextPeer(), false);

  private final Supplier<MibTable> table;

  TableObject(Supplier<MibTable> table) {
    this.table = table;
  }

  @Override
  public MOScope getScope() {
    return ALL;
  }

  /// The first instance in a range; null where there is none, as SNMP4J wants it.
  @Override
  public @Nullable OID find(MOScope range) {
    return within(range).map(it -> Variables.oid(it.getKey())).orElse(null);
  }

  @Override
  public void get(SubRequest<?> request) {
    var binding = request.getVariableBinding();
    binding.setVariable(
        table
            .get()
            .at(Variables.name(binding.getOid()))
            .map(Variables::variable)
            .orElse(Null.noSuchInstance));
    request.completed();
  }

  @Override
  @SuppressWarnings("deprecation") // there, and yet abstract
  public boolean next(SubRequest<?> request) {
    Optional<Map.Entry<Oid, Value>> found = within(request.getScope());
    if (found.isEmpty()) {
      return false;
    }
    var binding = Variables.binding(found.get());
    request.getVariableBinding().setOid(binding.getOid());
    request.getVariableBinding().setVariable(binding.getVariable());
    request.completed();
    return true;
  }

  /// There is one view, of everything: nothing is filtered.
  @Override
  public boolean next(SubRequest<?> request, Function<OID, Boolean> filter) {
    return next(request);
  }

  private Optional<Map.Entry<Oid, Value>> within(MOScope range) {
    Oid from = Variables.name(range.getLowerBound());
    Oid first = WeirMib.INTERNET;
    boolean before = from.compareTo(first) < 0;
    return table
        .get()
        .next(before ? first : from, before || range.isLowerIncluded())
        .filter(it -> {
          OID end = range.getUpperBound();
          return end == null || it.getKey().compareTo(Variables.name(end)) <= 0;
        });
  }

  @Override
  public void prepare(SubRequest<?> request) {
    request.setErrorStatus(PDU.notWritable);
  }

  @Override
  public void commit(SubRequest<?> request) {
    request.setErrorStatus(PDU.commitFailed);
  }

  @Override
  public void undo(SubRequest<?> request) {
    request.setErrorStatus(PDU.undoFailed);
  }

  @Override
  public void cleanup(SubRequest<?> request) {
    request.completed();
  }
}
