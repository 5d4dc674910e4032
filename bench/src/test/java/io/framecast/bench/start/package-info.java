/** What the report makes of its rows. */
@NullMarked
package io.framecast.bench.start;

import org.jspecify.annotations.NullMarked;
