/** What may be in a stream's way on this machine and on the way to the broker, and what mends it. */
@NullMarked
package io.framecast.launcher.doctor;

import org.jspecify.annotations.NullMarked;
