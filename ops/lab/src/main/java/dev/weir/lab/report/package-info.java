/// What a run of the lab found, as values and as JSON: one format for every scenario.
@NullMarked
package dev.weir.lab.report;

import org.jspecify.annotations.NullMarked;
