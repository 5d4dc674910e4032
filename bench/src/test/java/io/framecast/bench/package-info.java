@NullMarked
package io.framecast.bench;

import org.jspecify.annotations.NullMarked;
