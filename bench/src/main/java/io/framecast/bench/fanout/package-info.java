/** What it costs to send one frame to many, beside the least that the machine can do. */
@NullMarked
package io.framecast.bench.fanout;

import org.jspecify.annotations.NullMarked;
