/// Tests of what is told about configuration files.
@NullMarked
package dev.weir.cli.config;

import org.jspecify.annotations.NullMarked;
