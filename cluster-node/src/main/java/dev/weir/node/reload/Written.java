package dev.weir.node.reload;

import dev.weir.node.config.NodeConfig;

/// A configuration and the text that it was read from.
public record Written(String text, NodeConfig config) {}
