/** How soon programs are there, with the start-up cache and without. */
@NullMarked
package io.framecast.bench.start;

import org.jspecify.annotations.NullMarked;
