/** What recovery leaves broken, on a simulated network. */
@NullMarked
package io.framecast.bench.matrix;

import org.jspecify.annotations.NullMarked;
