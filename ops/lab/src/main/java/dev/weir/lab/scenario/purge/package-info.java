/// What nodes tell each other about content: purges, and what names were found to be.
@NullMarked
package dev.weir.lab.scenario.purge;

import org.jspecify.annotations.NullMarked;
