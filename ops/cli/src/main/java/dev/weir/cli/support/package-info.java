/// `weir support-bundle`: what somebody far away needs to help, and no secret.
@NullMarked
package dev.weir.cli.support;

import org.jspecify.annotations.NullMarked;
