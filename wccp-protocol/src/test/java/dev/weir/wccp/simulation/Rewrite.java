package dev.weir.wccp.simulation;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Copies of messages, effects and snapshots in which some values differ.
///
/// By reflection over records, so that a distortion need not repeat every record it passes through.
@SuppressWarnings("ReferenceEquality") // what did not change is not copied
public final class Rewrite {
  private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

  private record Shape(List<String> names, List<Method> accessors, Constructor<?> constructor) {
    static Shape of(Class<?> type) {
      var components = List.of(type.getRecordComponents());
      var types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
      try {
        return new Shape(
            components.stream().map(RecordComponent::getName).toList(),
            components.stream().map(RecordComponent::getAccessor).toList(),
            type.getDeclaredConstructor(types));
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("a record without its constructor: " + type, e);
      }
    }

    Object get(int component, Record whole) {
      try {
        return accessors.get(component).invoke(whole);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(names.get(component) + " of " + whole, e);
      }
    }

    Object build(Object[] values) {
      try {
        return constructor.newInstance(values);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a copy by " + constructor, e);
      }
    }
  }

  private Rewrite() {}

  /// A copy of `tree` in which each value of a type, however deep, has been changed.
  @SuppressWarnings("unchecked")
  public static <R, T> R each(R tree, Class<T> type, UnaryOperator<T> change) {
    return (R) walk(tree, type, change);
  }

  /// A copy of a record with one component replaced.
  @SuppressWarnings("unchecked")
  public static <R extends Record> R with(R whole, String component, Object value) {
    var shape = shape(whole);
    Object[] values = new Object[shape.names().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = shape.names().get(i).equals(component) ? value : shape.get(i, whole);
    }
    return (R) shape.build(values);
  }

  private static <T> Object walk(Object node, Class<T> type, UnaryOperator<T> change) {
    if (type.isInstance(node)) {
      return change.apply(type.cast(node));
    }
    return switch (node) {
      case List<?> list -> list(list, type, change);
      case Optional<?> optional -> {
        var changed = optional.map(it -> walk(it, type, change));
        yield changed.isEmpty() || changed.get() == optional.get() ? optional : changed;
      }
      case Set<?> set ->
          set.stream().map(it -> walk(it, type, change)).collect(Collectors.toUnmodifiableSet());
      case Map<?, ?> map ->
          map.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      it -> walk(it.getKey(), type, change),
                      it -> walk(it.getValue(), type, change),
                      (first, _) -> first,
                      LinkedHashMap::new));
      case Record whole -> {
        var shape = shape(whole);
        Object[] values = new Object[shape.names().size()];
        boolean same = true;
        for (int i = 0; i < values.length; i++) {
          var value = shape.get(i, whole);
          values[i] = walk(value, type, change);
          same &= values[i] == value;
        }
        yield same ? whole : shape.build(values);
      }
      default -> node;
    };
  }

  private static <T> Object list(List<?> list, Class<T> type, UnaryOperator<T> change) {
    var copy = new ArrayList<Object>(list.size());
    boolean same = true;
    for (Object item : list) {
      var changed = walk(item, type, change);
      same &= changed == item;
      copy.add(changed);
    }
    return same ? list : List.copyOf(copy);
  }

  private static Shape shape(Record whole) {
    return SHAPES.computeIfAbsent(whole.getClass(), Shape::of);
  }
}
