/** When a picture is shown and a sound is heard. */
@NullMarked
package io.framecast.subscriber.play;

import org.jspecify.annotations.NullMarked;
