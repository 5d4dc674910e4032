/** All measurements, put together into one document. */
@NullMarked
package io.framecast.bench.report;

import org.jspecify.annotations.NullMarked;
