@NullMarked
package io.framecast.protocol.time;

import org.jspecify.annotations.NullMarked;
