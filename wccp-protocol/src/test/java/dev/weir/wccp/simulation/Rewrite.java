package dev.weir.wccp.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Copies of messages, effects and snapshots in which some values differ.
///
/// By reflection over records, so that a distortion need not repeat every record it passes through.
public final class Rewrite {
  private static final Map<Class<?>, RecordComponent[]> COMPONENTS =
      new java.util.concurrent.ConcurrentHashMap<>();

  private Rewrite() {}

  /// A copy of `tree` in which each value of a type, however deep, has been changed.
  @SuppressWarnings("unchecked")
  public static <R, T> R each(R tree, Class<T> type, UnaryOperator<T> change) {
    return (R) walk(tree, type, change);
  }

  /// A copy of a record with one component replaced.
  @SuppressWarnings("unchecked")
  public static <R extends Record> R with(R whole, String component, Object value) {
    var components = components(whole.getClass());
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = components[i].getName().equals(component) ? value : get(components[i], whole);
    }
    return (R) build(whole.getClass(), components, values);
  }

  private static <T> Object walk(Object node, Class<T> type, UnaryOperator<T> change) {
    if (type.isInstance(node)) {
      return change.apply(type.cast(node));
    }
    return switch (node) {
      case List<?> list -> list.stream().map(it -> walk(it, type, change)).toList();
      case Optional<?> optional -> optional.map(it -> walk(it, type, change));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      it -> walk(it.getKey(), type, change),
                      it -> walk(it.getValue(), type, change),
                      (first, _) -> first,
                      java.util.LinkedHashMap::new));
      case Record whole -> {
        var components = components(whole.getClass());
        Object[] values = new Object[components.length];
        boolean same = true;
        for (int i = 0; i < components.length; i++) {
          var value = get(components[i], whole);
          values[i] = walk(value, type, change);
          same &= values[i] == value;
        }
        yield same ? whole : build(whole.getClass(), components, values);
      }
      default -> node;
    };
  }

  private static RecordComponent[] components(Class<?> type) {
    return COMPONENTS.computeIfAbsent(type, Class::getRecordComponents);
  }

  private static Object get(RecordComponent component, Record whole) {
    try {
      return component.getAccessor().invoke(whole);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + " of " + whole, e);
    }
  }

  private static Object build(Class<?> type, RecordComponent[] components, Object[] values) {
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a copy of a " + type.getSimpleName(), e);
    }
  }
}
