/** Recording: encoded frames into containers with valid times. */
@NullMarked
package io.framecast.subscriber.mux;

import org.jspecify.annotations.NullMarked;
