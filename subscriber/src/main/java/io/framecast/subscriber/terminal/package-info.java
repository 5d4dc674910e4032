/** The picture in a terminal. */
@NullMarked
package io.framecast.subscriber.terminal;

import org.jspecify.annotations.NullMarked;
