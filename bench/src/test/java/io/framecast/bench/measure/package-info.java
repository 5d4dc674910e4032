@NullMarked
package io.framecast.bench.measure;

import org.jspecify.annotations.NullMarked;
