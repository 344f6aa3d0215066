/// What moves through the lab: origins with their names, and clients without a proxy.
@NullMarked
package dev.weir.lab.traffic;

import org.jspecify.annotations.NullMarked;
