/// Tests of what is sent to somebody who helps.
@NullMarked
package dev.weir.cli.support;

import org.jspecify.annotations.NullMarked;
