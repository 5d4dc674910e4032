@NullMarked
package io.framecast.bench.matrix;

import org.jspecify.annotations.NullMarked;
