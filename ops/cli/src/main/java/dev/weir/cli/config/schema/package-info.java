/// JSON Schemas of the configuration files, for editors, from what the readers ask for. Pure.
@NullMarked
package dev.weir.cli.config.schema;

import org.jspecify.annotations.NullMarked;
