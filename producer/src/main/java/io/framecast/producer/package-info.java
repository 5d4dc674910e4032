/** From a source to the broker: what the producer program does. */
@NullMarked
package io.framecast.producer;

import org.jspecify.annotations.NullMarked;
