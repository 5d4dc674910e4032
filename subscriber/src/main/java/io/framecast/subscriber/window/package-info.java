/** The picture in a window. */
@NullMarked
package io.framecast.subscriber.window;

import org.jspecify.annotations.NullMarked;
