/** Where pictures and sound go. */
@NullMarked
package io.framecast.subscriber.output;

import org.jspecify.annotations.NullMarked;
