/// The list `cache.rules`: what operators order about storing and serving.
@NullMarked
package dev.weir.node.config.rule;

import org.jspecify.annotations.NullMarked;
