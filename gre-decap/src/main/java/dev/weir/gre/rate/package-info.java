/// How many new connections and packets the data plane takes in a second.
@NullMarked
package dev.weir.gre.rate;

import org.jspecify.annotations.NullMarked;
