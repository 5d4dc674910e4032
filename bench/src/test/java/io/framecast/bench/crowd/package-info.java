@NullMarked
package io.framecast.bench.crowd;

import org.jspecify.annotations.NullMarked;
