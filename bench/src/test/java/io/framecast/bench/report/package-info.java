@NullMarked
package io.framecast.bench.report;

import org.jspecify.annotations.NullMarked;
