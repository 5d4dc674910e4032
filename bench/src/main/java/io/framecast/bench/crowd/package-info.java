/** Many real sessions in one process, a producer beside them, and what they say of a broker. */
@NullMarked
package io.framecast.bench.crowd;

import org.jspecify.annotations.NullMarked;
