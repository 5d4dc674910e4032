/** What every measurement needs: children that take turns, counters of the kernel, medians, tables. */
@NullMarked
package io.framecast.bench.measure;

import org.jspecify.annotations.NullMarked;
