@NullMarked
package io.framecast.bench.fanout;

import org.jspecify.annotations.NullMarked;
