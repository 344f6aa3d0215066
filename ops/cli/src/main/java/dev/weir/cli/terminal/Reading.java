package dev.weir.cli.terminal;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads the value of an option by a function of ours, whose refusal says what is wrong with it.
public record Reading<T>(Function<String, T> function) implements ITypeConverter<T> {
  @Override
  public T convert(String text) {
    try {
      return function.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
