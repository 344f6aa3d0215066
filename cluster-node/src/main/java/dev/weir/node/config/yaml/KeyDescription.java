package dev.weir.node.config.yaml;

/// What the documentation says about one key.
///
/// `initial` is the value in force when the key is not written, or `required`. `alone` is whether a
/// section of a list may be written as this value and nothing else.
public record KeyDescription(
    String path, String type, String unit, String initial, String sentence, boolean alone) {}
