@NullMarked
package io.framecast.time;

import org.jspecify.annotations.NullMarked;
