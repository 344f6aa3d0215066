/// Strict reading of a YAML file into records, shared by every program of Weir.
///
/// A reader asks for its keys by name, type and sentence. All problems of a file are collected,
/// each with its line; nothing is bound by reflection. The same reader, run on an empty file,
/// yields the descriptions from which the documentation is written.
@NullMarked
package dev.weir.node.config.yaml;

import org.jspecify.annotations.NullMarked;
