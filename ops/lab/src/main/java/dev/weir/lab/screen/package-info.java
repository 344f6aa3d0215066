/// What a run of the lab shows: lines that appear as things happen, and the map of buckets.
@NullMarked
package dev.weir.lab.screen;

import org.jspecify.annotations.NullMarked;
